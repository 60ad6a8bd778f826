namespace Strata.Studies.Slurm;

/// <summary>What a study gave to Slurm.</summary>
/// <param name="Jobs">New ones.</param>
/// <param name="Tasks">Of their arrays.</param>
/// <param name="Steps">That they do.</param>
/// <param name="Queued">Steps that jobs of before are going to do.</param>
/// <param name="Folder">Of scripts and logs.</param>
public sealed record SlurmSubmission(int Jobs, int Tasks, int Steps, int Queued, string Folder);
