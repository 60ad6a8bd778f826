namespace Strata.Models.Graph;

/// <summary>
/// What one node of a network computes: a closed set. Each knows the shape of its output, its tensors and its multiply-adds, all for one
/// example and without the dimension of the examples. Images are [channels, height, width], tokens [tokens, features].
/// </summary>
public abstract record Operation
{
    private Operation(string kind) => Kind = kind;

    /// <summary>What such a layer is called where its family says nothing else, such as <c>conv</c>.</summary>
    public string Kind { get; }

    /// <summary>True for what only training does: to an image that is looked at, it does nothing.</summary>
    internal virtual bool IsTrainingOnly => false;

    internal virtual int[] Output(IReadOnlyList<int[]> inputs) => inputs[0];

    /// <summary>The tensors of the operation, by the last part of their name; an empty one has the node's name alone.</summary>
    internal virtual IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs) => [];

    internal virtual long MultiplyAdds(IReadOnlyList<int[]> inputs) => 0;

    /// <summary>The images, [channels, height, width].</summary>
    public sealed record Input(int Channels, int Height, int Width) : Operation("input")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [Channels, Height, Width];
    }

    /// <summary>A convolution by square kernels, over images.</summary>
    /// <param name="Groups">Channels are convolved in so many groups, each by itself; as many as there are is a depthwise
    /// convolution.</param>
    /// <param name="Padding">Zeros around the image; null: half the kernel's size, so that a stride of 1 keeps height and width.</param>
    /// <param name="Start">Of the kernel; null: <see cref="Initialization.HeNormal"/>.</param>
    public sealed record Convolution(int Filters, int Size, int Stride, int Groups = 1, bool Bias = true, int? Padding = null,
        Initialization? Start = null) : Operation("conv")
    {
        internal int Pad => Padding ?? Size / 2;

        internal override int[] Output(IReadOnlyList<int[]> inputs) => [Filters, Reduced(inputs[0][1]), Reduced(inputs[0][2])];

        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
        {
            yield return new("weight", [Filters, inputs[0][0] / Groups, Size, Size], ParameterRole.Kernel, Start);
            if (Bias) yield return new("bias", [Filters], ParameterRole.Bias);
        }

        internal override long MultiplyAdds(IReadOnlyList<int[]> inputs)
            => (long)Filters * (inputs[0][0] / Groups) * Size * Size * Reduced(inputs[0][1]) * Reduced(inputs[0][2]);

        private int Reduced(int side) => (side + 2 * Pad - Size) / Stride + 1;
    }

    /// <summary>Batch norm by channel (Ioffe and Szegedy 2015); in inference by its running statistics, y = factor·x + offset.</summary>
    /// <param name="Epsilon">Added to the variance.</param>
    /// <param name="Zero">γ begins at 0, so that a residual branch begins as nothing (Goyal et al. 2017).</param>
    public sealed record BatchNorm(double Epsilon, bool Zero = false) : Operation("bn")
    {
        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("weight", inputs[0][..1], ParameterRole.Scale, Zero ? Initialization.Zeros : null),
                new("bias", inputs[0][..1], ParameterRole.Bias), new("running_mean", inputs[0][..1], ParameterRole.RunningMean),
                new("running_var", inputs[0][..1], ParameterRole.RunningVariance)];
    }

    /// <summary>Layer norm over the features of each token (Ba et al. 2016).</summary>
    /// <param name="Epsilon">Added to the variance.</param>
    public sealed record LayerNorm(double Epsilon) : Operation("ln")
    {
        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("weight", inputs[0][^1..], ParameterRole.Scale), new("bias", inputs[0][^1..], ParameterRole.Bias)];
    }

    /// <summary>max(x, 0).</summary>
    public sealed record Relu() : Operation("relu");

    /// <summary>x·σ(x) with the logistic function σ (Elfwing et al. 2018; swish).</summary>
    public sealed record Silu() : Operation("silu");

    /// <summary>x·Φ(x) with the normal distribution Φ (Hendrycks and Gimpel 2016), not its approximation.</summary>
    public sealed record Gelu() : Operation("gelu");

    /// <summary>The logistic function 1/(1 + exp(−x)).</summary>
    public sealed record Sigmoid() : Operation("sigmoid");

    /// <summary>The sum of two inputs of one shape.</summary>
    public sealed record Addition() : Operation("add");

    /// <summary>Images times one factor for each channel, [channels, 1, 1].</summary>
    public sealed record Scaling() : Operation("scale");

    /// <summary>
    /// Every so many-th pixel, between channels of zeros: a shortcut into another shape without parameters (He et al. 2016, option A).
    /// </summary>
    /// <param name="Filters">Channels that come out; those of the input stand in their middle.</param>
    public sealed record PaddedShortcut(int Filters, int Stride) : Operation("shortcut")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs)
            => [Filters, .. inputs[0][1..].Select(side => (side + Stride - 1) / Stride)];
    }

    /// <summary>The largest of each window of pixels.</summary>
    public sealed record MaxPool(int Size, int Stride, int Padding) : Operation("maxpool")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs)
            => [inputs[0][0], .. inputs[0][1..].Select(side => (side + 2 * Padding - Size) / Stride + 1)];
    }

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

    /// <summary>A dense layer with bias on the last dimension.</summary>
    /// <param name="Start">Of the kernel; null: <see cref="Initialization.HeNormal"/>.</param>
    public sealed record Dense(int Outputs, Initialization? Start = null) : Operation("dense")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [.. inputs[0][..^1], Outputs];

        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("weight", [Outputs, inputs[0][^1]], ParameterRole.Kernel, Start), new("bias", [Outputs], ParameterRole.Bias)];

        internal override long MultiplyAdds(IReadOnlyList<int[]> inputs)
            => inputs[0].Aggregate((long)Outputs, (product, size) => product * size);
    }

    /// <summary>
    /// Every pixel a token with the channels as its features, row by row: [channels, height, width] → [height·width, channels].
    /// </summary>
    public sealed record Tokens() : Operation("tokens")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [inputs[0][1] * inputs[0][2], inputs[0][0]];
    }

    /// <summary>One learned token before the others.</summary>
    public sealed record ClassToken() : Operation("class")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [inputs[0][0] + 1, inputs[0][1]];

        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("", [1, 1, inputs[0][1]], ParameterRole.Embedding, Initialization.Zeros)];
    }

    /// <summary>Adds a learned vector for every place.</summary>
    public sealed record Positions() : Operation("embedding")
    {
        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
            => [new("", [1, .. inputs[0]], ParameterRole.Embedding, Initialization.SmallNormal)];
    }

    /// <summary>
    /// Multi-head self-attention (Vaswani et al. 2017): softmax(QKᵀ/√(features of a head)) V by head, and a dense layer behind.
    /// </summary>
    public sealed record SelfAttention(int Heads) : Operation("attention")
    {
        internal override IEnumerable<ParameterInfo> Parameters(IReadOnlyList<int[]> inputs)
        {
            int width = inputs[0][1];
            return [new("in_proj_weight", [3 * width, width], ParameterRole.Kernel, Initialization.Xavier),
                new("in_proj_bias", [3 * width], ParameterRole.Bias),
                new("out_proj.weight", [width, width], ParameterRole.Kernel, Initialization.UniformByInputs),
                new("out_proj.bias", [width], ParameterRole.Bias)];
        }

        internal override long MultiplyAdds(IReadOnlyList<int[]> inputs)
        {
            (long tokens, long width) = (inputs[0][0], inputs[0][1]);
            return 4 * tokens * width * width + 2 * tokens * tokens * width;
        }
    }

    /// <summary>The first token alone, [features].</summary>
    public sealed record FirstToken() : Operation("token")
    {
        internal override int[] Output(IReadOnlyList<int[]> inputs) => [inputs[0][1]];
    }

    /// <summary>In training, each number is left out at a rate, and the others grow by what is missing (Srivastava et al. 2014).</summary>
    public sealed record Dropout(double Rate) : Operation("dropout")
    {
        internal override bool IsTrainingOnly => true;
    }

    /// <summary>
    /// In training, a residual branch is left out of an image at a rate of its share of the last branch's (Huang et al. 2016).
    /// </summary>
    public sealed record StochasticDepth(double Rate, double Share) : Operation("depth")
    {
        internal override bool IsTrainingOnly => true;
    }
}
