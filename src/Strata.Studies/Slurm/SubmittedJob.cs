namespace Strata.Studies.Slurm;

/// <summary>A job of a study that Slurm was given.</summary>
/// <param name="Id">Slurm's number.</param>
/// <param name="Script">Its file in the folder of scripts.</param>
/// <param name="Tasks">Ids of the steps that each task of an array does; none for the page.</param>
internal sealed record SubmittedJob(string Id, string Script, IReadOnlyList<IReadOnlyList<string>> Tasks, DateTimeOffset When);
