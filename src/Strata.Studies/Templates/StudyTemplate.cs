using System.Text;
using System.Text.Json.Nodes;
using Strata.Runtime;
using Strata.Settings;
using Strata.Studies.Format;

namespace Strata.Studies.Templates;

/// <summary>A question that people ask of networks, with a study that answers it: a file beside this one.</summary>
public sealed class StudyTemplate
{
    private const string Folder = "templates", Comment = "//";

    private readonly byte[] _text;

    private StudyTemplate(string name)
    {
        (Name, _text) = (name, Resources.Read(Folder, name));
        Head = [.. Encoding.UTF8.GetString(_text).Split('\n').TakeWhile(line => line.StartsWith(Comment, StringComparison.Ordinal))
            .Select(line => line[Comment.Length..].Trim())];
    }

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<StudyTemplate> All { get; } = [.. Resources.Names(Folder).Select(name => new StudyTemplate(name))];

    /// <exception cref="InvalidOptionsException">There is none of this name.</exception>
    public static StudyTemplate Named(string name)
        => All.FirstOrDefault(template => template.Name == name) ?? throw new InvalidOptionsException(
            $"template: {Foreign.Quoted(name)} is unknown{Suggestion.For(name, All.Select(template => template.Name))}");

    public string Name { get; }

    /// <summary>The question, a sentence.</summary>
    public string Says => Head[0];

    /// <summary>The comment that the file begins with; its first line is the question.</summary>
    private IReadOnlyList<string> Head { get; }

    /// <param name="sets">Values in place of the template's, as <c>path=value</c>.</param>
    /// <exception cref="InvalidOptionsException">A value that cannot be, or a place that is not there; every problem at once.</exception>
    public Study Study(IReadOnlyList<string> sets) => StudyFile.Parse(_text, Name, sets);

    /// <summary>The same as a file with a comment on every member.</summary>
    /// <inheritdoc cref="Study"/>
    public string Text(IReadOnlyList<string> sets)
    {
        _ = Study(sets);
        Given root = Root();
        foreach (string set in sets) Override.Apply(root, set);
        return CommentedStudy.Text(Head, (JsonObject)root.ToJson()!);
    }

    /// <summary>The value at a path, as it would be typed; null where the template says nothing there.</summary>
    internal string? ValueAt(string path) => Override.Find(Root(), path)?.ToJson()?.ToJsonString();

    private Given Root() => Given.Parse(_text, line => $"{Name}:{line}");
}
