using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Models.Layouts;

/// <summary>What names and shapes say of an EfficientNet.</summary>
/// <param name="Stem">Name of the stem's kernel.</param>
/// <param name="Head">Of the head's kernel.</param>
/// <param name="Stage">What the names of a stage's blocks begin with, from 0, before their number.</param>
internal sealed record EfficientNetShape(string Stem, string Head, Func<int, string> Stage)
{
    private const int Stages = 7;

    /// <summary>B0 to B7: width, blocks in all, pixels, and ε of the batch norms as torchvision has it.</summary>
    private static readonly (double Width, int Blocks, int Size, double Epsilon)[] s_published =
    [
        (1.0, 16, 224, 1e-5), (1.0, 23, 240, 1e-5), (1.1, 23, 260, 1e-5), (1.2, 26, 300, 1e-5), (1.4, 32, 380, 1e-5), (1.6, 39, 456, 1e-3),
        (1.8, 45, 528, 1e-3), (2.0, 55, 600, 1e-3),
    ];

    /// <exception cref="InvalidOptionsException">None that the family has.</exception>
    public ModelSpec Of(LayoutTensors tensors, int? size)
    {
        int stem = tensors.Size(Stem, 0), head = tensors.Size(Head, 1);
        int blocks = Enumerable.Range(0, Stages).Sum(s => tensors.Count(Stage(s)));
        foreach ((double width, int count, int pixels, double epsilon) in s_published)
            if (count == blocks && Channels(width) == (stem, head)) return Spec(width, pixels, epsilon);
        foreach (double width in Enumerable.Range(1, 160).Select(twentieths => twentieths / 20.0))
            if (Channels(width) == (stem, head)) return Spec(width, 224, 1e-5);
        throw new InvalidOptionsException($"width: {stem} filters at the stem and {head} features at the head are those of no multiplier");

        ModelSpec Spec(double width, int pixels, double epsilon)
            => ModelSpec.Create("efficientnet", FamilyValues.Of(blocks, width).With("bnEps", epsilon),
                new(tensors.Size(Stem, 1), size ?? pixels), tensors.Size(Head, 0));
    }

    private static (int Stem, int Head) Channels(double width) => (EfficientNet.Channels(32, width), 4 * EfficientNet.Channels(320, width));
}
