using System.Globalization;
using Strata.Data;
using Strata.Models.Layouts;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Checkpoints;

/// <summary>What a user says of a model beside its file; what Strata wrote says all of it itself.</summary>
public sealed record ModelReading
{
    private const string None = "none";

    /// <summary>How its tensors are named (<see cref="ModelLayouts"/>); auto: found out.</summary>
    public string Layout { get; init; } = ModelLayouts.Auto;

    /// <summary>
    /// What images are normalised by, as <see cref="Data.Normalization"/> writes it, or none; auto: as the file or the layout has it.
    /// </summary>
    public string Normalize { get; init; } = ModelLayouts.Auto;

    /// <summary>Height and width of its images in pixels; null: as the layout has it.</summary>
    public int? Size { get; init; }

    /// <summary>What all of it is in a text that results can be kept by; empty where nothing is said.</summary>
    internal string Said => this == new ModelReading() ? "" : $"{Layout}, {Normalize}, {Size}";

    /// <param name="own">What the file or the layout has.</param>
    internal Normalization? NormalizationOr(Normalization? own)
        => Normalize switch
        {
            ModelLayouts.Auto => own,
            None => null,
            _ => Normalization.Parse(Normalize, CultureInfo.InvariantCulture),
        };

    internal static string? Problem(string normalize)
        => normalize is ModelLayouts.Auto or None || Normalization.TryParse(normalize, CultureInfo.InvariantCulture, out _) ? null
            : $"{Foreign.Quoted(normalize)} is not {ModelLayouts.Auto}, {Normalization.Meaning}";

    /// <summary>Every option, described once.</summary>
    public static IReadOnlyList<Member<ModelReading>> Settings { get; } =
    [
        new Member<ModelReading, string>("layout", new TextForm(problem: ModelLayouts.Problem), r => r.Layout,
            (r, v) => r with { Layout = v },
            "How the tensors of a model from elsewhere are named; auto: the first that fits. "
            + string.Join(". ", ModelLayouts.All.Select(layout => $"{layout.Name}: {layout.Says}")) + "."),
        new Member<ModelReading, string>("normalize", new TextForm(problem: Problem), r => r.Normalize, (r, v) => r with { Normalize = v },
            $"What its input is normalised by: {Normalization.Meaning}; auto: as its file or its layout has it."),
        new Member<ModelReading, int?>("size", new OptionalForm<int>(new NumberForm<int>(new(1, 4096))), r => r.Size,
            (r, v) => r with { Size = v },
            "Height and width of the images of a model from elsewhere; left out: its layout's, 32 or 224 for ResNets."),
    ];
}
