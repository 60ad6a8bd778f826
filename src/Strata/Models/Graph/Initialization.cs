using Strata.Runtime;

namespace Strata.Models.Graph;

/// <summary>How a tensor begins.</summary>
public sealed class Initialization
{
    private readonly Func<int[], RandomSequence, Func<float>> _draws;

    private Initialization(Func<int[], RandomSequence, Func<float>> draws) => _draws = draws;

    public static Initialization Zeros { get; } = new((_, _) => () => 0);

    public static Initialization Ones { get; } = new((_, _) => () => 1);

    /// <summary>
    /// he_normal as Keras draws it: a normal of σ = √(2/fan_in)/0.8796 cut at ±2σ, so that the deviation after the cut is √(2/fan_in).
    /// </summary>
    public static Initialization HeNormal { get; } = Cut(shape => Math.Sqrt(2.0 / FanIn(shape)) / 0.87962566103423978);

    /// <summary>A normal of σ = √(1/fan_in) cut at ±2σ, as torchvision's ViT has it for its patches.</summary>
    public static Initialization PatchEmbedding { get; } = Cut(shape => Math.Sqrt(1.0 / FanIn(shape)));

    /// <summary>A normal of σ = √(2/fan_out), as torchvision's EfficientNet has it for its convolutions.</summary>
    public static Initialization FanOut { get; } = Normal(shape => Math.Sqrt(2.0 / (FanIn(shape) / shape[1] * shape[0])));

    /// <summary>Uniform in ±√(6/(fan_in + fan_out)) (Glorot and Bengio 2010).</summary>
    public static Initialization Xavier { get; } = Uniform(shape => Math.Sqrt(6.0 / (shape[0] + shape[1])));

    /// <summary>Uniform in ±1/√fan_in, PyTorch's default for a dense layer.</summary>
    public static Initialization UniformByInputs { get; } = Uniform(shape => 1 / Math.Sqrt(FanIn(shape)));

    /// <summary>Uniform in ±1/√outputs.</summary>
    public static Initialization UniformByOutputs { get; } = Uniform(shape => 1 / Math.Sqrt(shape[0]));

    /// <summary>A normal of σ = .02, for learned positions.</summary>
    public static Initialization SmallNormal { get; } = Normal(_ => 0.02);

    /// <param name="random">One sequence for all tensors of a network, in their order.</param>
    internal float[] Draw(int[] shape, RandomSequence random)
    {
        Func<float> draw = _draws(shape, random);
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++) values[i] = draw();
        return values;
    }

    /// <summary>Inputs of one output: of a convolution those of all its pixels.</summary>
    private static long FanIn(int[] shape) => shape.Skip(1).Aggregate(1L, (product, size) => product * size);

    private static Initialization Cut(Func<int[], double> deviation) => new((shape, random) =>
    {
        double sigma = deviation(shape);
        return () =>
        {
            double value;
            do value = random.NextNormal();
            while (Math.Abs(value) > 2);
            return (float)(sigma * value);
        };
    });

    private static Initialization Normal(Func<int[], double> deviation) => new((shape, random) =>
    {
        double sigma = deviation(shape);
        return () => (float)(sigma * random.NextNormal());
    });

    private static Initialization Uniform(Func<int[], double> bound) => new((shape, random) =>
    {
        double limit = bound(shape);
        return () => (float)(limit * (2 * random.NextDouble() - 1));
    });
}
