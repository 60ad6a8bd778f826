using System.Reflection;

namespace Strata.Studies.Running;

/// <summary>How to start a process of this program.</summary>
public sealed record WorkerLaunch(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>This program again, whether it was started by its own name or through <c>dotnet</c>.</summary>
    public static WorkerLaunch Self(params IEnumerable<string> verb)
    {
        string process = Environment.ProcessPath ?? throw new InvalidOperationException("the system does not say where this program lies");
        string? assembly = Assembly.GetEntryAssembly()?.Location;
        bool host = Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return host && !string.IsNullOrEmpty(assembly) ? new(process, [assembly, .. verb]) : new(process, [.. verb]);
    }
}
