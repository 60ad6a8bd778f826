namespace Strata.Models.Graph;

/// <summary>
/// What one node of a network computes: a closed set. Each knows the shape of its output, its tensors and its multiply-adds, all for one
/// example and without the dimension of the examples.
/// </summary>
public abstract record Operation
{
    private Operation(string kind) => Kind = kind;

    /// <summary>What such a layer is called where its family says nothing else, such as <c>conv</c>.</summary>
    public string Kind { get; }

    internal virtual int[] Output(IReadOnlyList<int[]> inputs) => inputs[0];

    /// <summary>The tensors of the operation, by the last part of their name.</summary>
    internal virtual IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs) => [];

    internal virtual long MultiplyAdds(IReadOnlyList<int[]> inputs) => 0;

    /// <summary>The images, [channels, height, width].</summary>
    public sealed record Input(int Channels, int Height, int Width) : Operation("input")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [Channels, Height, Width];
    }

    /// <summary>
    /// A convolution over [channels, height, width] with bias, padded by half its size: a stride of 1 keeps height and width, one of 2
    /// halves them, rounding up.
    /// </summary>
    public sealed record Convolution(int Filters, int Size, int Stride) : Operation("conv")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs)
            => [Filters, (inputs[0][1] + Stride - 1) / Stride, (inputs[0][2] + Stride - 1) / Stride];

        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("weight", [Filters, inputs[0][0], Size, Size], ParameterRole.Kernel), new("bias", [Filters], ParameterRole.Bias)];

        internal override long MultiplyAdds(IReadOnlyList<int[]> inputs)
            => (long)Filters * inputs[0][0] * Size * Size * Output(inputs)[1] * Output(inputs)[2];
    }

    /// <summary>Batch norm by channel (Ioffe and Szegedy 2015); in inference by its running statistics, y = factor·x + offset.</summary>
    /// <param name="Epsilon">Added to the variance.</param>
    public sealed record BatchNorm(double Epsilon) : Operation("bn")
    {
        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("weight", inputs[0][..1], ParameterRole.Scale), new("bias", inputs[0][..1], ParameterRole.Bias),
                new("running_mean", inputs[0][..1], ParameterRole.RunningMean),
                new("running_var", inputs[0][..1], ParameterRole.RunningVariance)];
    }

    /// <summary>max(x, 0).</summary>
    public sealed record Relu() : Operation("relu");

    /// <summary>The sum of two inputs of one shape.</summary>
    public sealed record Addition() : Operation("add");

    /// <summary>The mean over height and width, [channels, 1, 1].</summary>
    public sealed record AveragePool() : Operation("pool")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [inputs[0][0], 1, 1];
    }

    /// <summary>All numbers in a row, [features].</summary>
    public sealed record Flatten() : Operation("flatten")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [inputs[0].Aggregate(1, (product, size) => product * size)];
    }

    /// <summary>A dense layer with bias on [features].</summary>
    public sealed record Dense(int Outputs) : Operation("dense")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [Outputs];

        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("weight", [Outputs, inputs[0][0]], ParameterRole.Kernel), new("bias", [Outputs], ParameterRole.Bias)];

        internal override long MultiplyAdds(IReadOnlyList<int[]> inputs) => (long)Outputs * inputs[0][0];
    }
}
