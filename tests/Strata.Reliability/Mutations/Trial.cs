namespace Strata.Reliability.Mutations;

/// <summary>One damaged file and what a command made of it: a line from a worker.</summary>
/// <param name="Index">Which, for this seed and format.</param>
/// <param name="File">The one that was damaged.</param>
/// <param name="Command">What reads it.</param>
/// <param name="Code">Its exit code; null while it runs.</param>
/// <param name="Problem">What is wrong with how it ended, or null.</param>
internal sealed record Trial(int Index, string File, string Command, int? Code = null, string? Problem = null);
