using Strata.Studies.Planning;

namespace Strata.Studies.Slurm;

/// <summary>Tasks that ask for the same and wait for the same.</summary>
/// <param name="Name">Such as <c>models</c>.</param>
/// <param name="Tasks">The steps of each, which share its processors.</param>
/// <param name="Cpus">Of a task.</param>
/// <param name="Bytes">Of memory, of a task.</param>
internal sealed record JobArray(string Name, IReadOnlyList<IReadOnlyList<PlannedStep>> Tasks, int Cpus, long Bytes);
