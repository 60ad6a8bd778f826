using Strata.Activations;
using Strata.Settings;

namespace Strata.Similarity;

/// <summary>Every option of a comparison that a command or a study has, described once.</summary>
public static class ComparisonSettings
{
    internal static Member<ComparisonOptions, int> Passes { get; } = new("passes", new NumberForm<int>(ComparisonRanges.Passes),
        s => s.Passes, (s, v) => s with { Passes = v }, "Passes over the test examples, each in an order of its own.");

    /// <summary>What a comparison of a study says too.</summary>
    public static IReadOnlyList<Member<ComparisonOptions>> All { get; } =
    [
        new Member<ComparisonOptions, string>("layers", new TextForm("\\S", "auto, all, relu, add, a kind or a glob over layer names"),
            s => s.Layers, (s, v) => s with { Layers = v },
            "Which layers. auto: all but the details of an ONNX graph, such as transpositions; relu: with the logits; a kind is such as "
            + "conv, a glob such as stages.1.*."),
        new Member<ComparisonOptions, int>("batch", new NumberForm<int>(ComparisonRanges.Batch), s => s.Batch,
            (s, v) => s with { Batch = v },
            "Examples per batch of minibatch CKA; at least the number of examples gives the full-batch value."),
        Passes,
        new Member<ComparisonOptions, int?>("maxExamples", new OptionalForm<int>(new NumberForm<int>(ComparisonRanges.MaxExamples)),
            s => s.MaxExamples, (s, v) => s with { MaxExamples = v },
            "A class-balanced choice of so many test examples; left out: all."),
        new Member<ComparisonOptions, TokenChoice>("tokens",
            new ChoiceForm<TokenChoice>(("flatten", TokenChoice.Flatten), ("class", TokenChoice.Class), ("mean", TokenChoice.Mean)),
            s => s.Tokens, (s, v) => s with { Tokens = v },
            "Of a transformer's layers: all tokens one after the other, the class token alone, or the mean over the tokens."),
    ];

    internal static Member<ComparisonOptions, int> RemoveComponents { get; } = new("removeComponents",
        new NumberForm<int>(ComparisonRanges.WithoutComponents), s => s.WithoutComponents, (s, v) => s with { WithoutComponents = v },
        "Leading principal components to take off each layer in each batch first.");
}
