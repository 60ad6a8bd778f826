namespace Strata.Checkpoints.PyTorch;

/// <summary>One of the two forms of a PyTorch file: what was saved, and the storages beside it.</summary>
internal interface ITorchContainer : IDisposable
{
    /// <summary>What was saved, as <see cref="PickleReader"/> gives it.</summary>
    object? Root { get; }

    /// <summary>Reads bytes of a storage.</summary>
    /// <param name="storage">As <see cref="Root"/> names it.</param>
    /// <param name="start">The first byte within the storage of that key.</param>
    /// <param name="bytes">How many; the storage is held against the file before they are allocated.</param>
    /// <exception cref="Runtime.InvalidFileException">It is not there, or shorter than it claims.</exception>
    byte[] Read(TorchStorage storage, long start, long bytes);
}
