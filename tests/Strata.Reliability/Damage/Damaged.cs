namespace Strata.Reliability.Damage;

/// <summary>A file of a study and what is done to it.</summary>
/// <param name="File">Below the folder with the study file.</param>
internal sealed record Damaged(string File, Harm Harm)
{
    /// <summary>The result that the file belongs to, such as <c>models/NAME</c>; null for files of the study itself and its page.</summary>
    public string? Result
        => File.StartsWith("out/report/", StringComparison.Ordinal) || File.Count(c => c == '/') < 3
            ? null
            : Path.GetDirectoryName(File)!["out/".Length..];

    /// <summary>About the same for a shell.</summary>
    public string Script => Harm.Script(File);

    public override string ToString()
        => $"a {Path.GetExtension(File)} file of {(Result is null ? "the study or its page" : "a result")}, {Harm.Name}";
}
