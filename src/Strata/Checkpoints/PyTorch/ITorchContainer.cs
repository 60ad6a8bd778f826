namespace Strata.Checkpoints.PyTorch;

/// <summary>One of the two forms of a PyTorch file: what was saved, and the storages beside it.</summary>
internal interface ITorchContainer : IDisposable
{
    /// <summary>What was saved, as <see cref="PickleReader"/> gives it.</summary>
    object? Root { get; }

    /// <summary>Reads numbers of a storage, as bytes; the storage is held against the file before they are allocated.</summary>
    /// <param name="storage">As <see cref="Root"/> names it.</param>
    /// <param name="offset">The first of the numbers within it.</param>
    /// <param name="count">How many; it reaches no further than the storage claims to.</param>
    /// <exception cref="Runtime.InvalidFileException">It is not there, or shorter than it claims.</exception>
    byte[] Read(TorchStorage storage, long offset, int count);
}
