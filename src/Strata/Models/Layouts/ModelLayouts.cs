using Strata.Runtime;

namespace Strata.Models.Layouts;

/// <summary>The layouts that there are.</summary>
public static class ModelLayouts
{
    /// <summary>What stands for the first that fits.</summary>
    public const string Auto = "auto";

    /// <summary>In the order in which they are tried.</summary>
    public static IReadOnlyList<ModelLayout> All { get; } =
        [new AkamasterLayout(), new ChenyaofoLayout(), new KuangliuLayout(), new TorchvisionLayout(), new TimmLayout(), new StrataLayout()];

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Problem(string name)
        => name == Auto || All.Any(layout => layout.Name == name) ? null
            : $"{Foreign.Quoted(name)} is not one of {Auto}, {string.Join(", ", All.Select(layout => layout.Name))}";

    /// <summary>The first layout whose network has just these tensors.</summary>
    /// <param name="entries">Of a file, or a part of one.</param>
    /// <param name="name">Of the only layout to try, or <see cref="Auto"/>.</param>
    /// <param name="size">Of the images, where the user says so.</param>
    /// <param name="problems">Told what is wrong with each layout whose names these are, but not its network.</param>
    /// <returns>Null where none fits.</returns>
    internal static (ModelLayout Layout, LayoutMatch Match)? Find(IReadOnlyList<TensorEntry> entries, string name, int? size,
        ICollection<string> problems)
    {
        LayoutTensors[] readings = [.. LayoutTensors.Readings(entries)];
        foreach (ModelLayout layout in All.Where(layout => name is Auto || layout.Name == name))
        {
            foreach (LayoutTensors tensors in readings)
            {
                try
                {
                    if (layout.Match(tensors, size) is not { } match) continue;
                    (_, IReadOnlyList<string> wrong) = ModelTensors.Match(match.Spec, entries, match.NameOf);
                    if (wrong.Count == 0) return (layout, match);
                    problems.Add($"with the names of {layout.Name}, it {string.Join("; ", wrong)}");
                }
                catch (InvalidOptionsException wrong)
                {
                    problems.Add($"with the names of {layout.Name}: {string.Join("; ", wrong.Problems)}");
                }
            }
        }
        return null;
    }
}
