namespace Strata.Checkpoints.PyTorch;

/// <summary>A row of numbers that tensors are views of, or a part of one.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Start">The first of its numbers within the storage of that name; above 0 in a part.</param>
/// <param name="Count">How many numbers it has, as the pickle claims.</param>
internal sealed record TorchStorage(string Key, TorchType Type, long Start, long Count);
