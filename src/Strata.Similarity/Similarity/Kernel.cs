using System.Globalization;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>What counts as two examples being alike: the kernel whose Gram matrices are compared.</summary>
public abstract record Kernel
{
    private protected Kernel() { }

    /// <summary>⟨x, y⟩.</summary>
    public static Kernel Linear { get; } = new LinearKernel();

    /// <summary>⟨x, y⟩/(‖x‖‖y‖) of the rows as they come; a zero row is alike to nothing, 0.</summary>
    public static Kernel Cosine { get; } = new CosineKernel();

    /// <summary>exp(−d²/(2f²m)), m the median of all n² squared distances, the zeros of the diagonal included.</summary>
    /// <param name="factor">f, a positive number.</param>
    /// <exception cref="InvalidOptionsException">Not positive and finite.</exception>
    public static Kernel Rbf(double factor) => factor > 0 && double.IsFinite(factor) ? new RbfKernel(factor)
        : throw new InvalidOptionsException($"kernel: the factor {factor} of rbf is no positive number");

    /// <summary>Reads <c>linear</c>, <c>cosine</c> or <c>rbf:FACTOR</c>.</summary>
    /// <exception cref="InvalidOptionsException">Anything else.</exception>
    public static Kernel Parse(string text) => text switch
    {
        "linear" => Linear,
        "cosine" => Cosine,
        _
            when text is not null && text.StartsWith("rbf:", StringComparison.Ordinal)
            && double.TryParse(text.AsSpan(4), NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) => Rbf(factor),
        _ => throw new InvalidOptionsException($"kernel: {Foreign.Quoted(text)} is none of linear, cosine and rbf:FACTOR such as rbf:0.5"),
    };

    /// <summary>
    /// The Gram matrix, [examples, examples]; NaN where the kernel has no width because more than half of the distances are 0.
    /// </summary>
    /// <param name="rows">[examples, features].</param>
    public double[,] Gram(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int n = rows.GetLength(0);
        double[,] gram = new double[n, n];
        Gram(Rows.Span(rows).ToArray(), n, rows.GetLength(1)).CopyTo(Rows.Span(gram));
        return gram;
    }

    /// <summary>As <see cref="Gram(double[,])"/>, free to overwrite the rows.</summary>
    internal abstract double[] Gram(double[] rows, int n, int features);

    /// <summary>
    /// What centring makes the same of as of the Gram matrix, with more digits, for kernels whose entries are nearly all alike; free to
    /// overwrite the rows.
    /// </summary>
    /// <returns>It, the energy of what the kernel sees of the features about their means, and what storing them may have put into
    /// that.</returns>
    internal abstract (double[] Gram, double Spread, double Lost) Shifted(double[] rows, int n, LayerRows layer);

    /// <summary>Why the Gram matrix of finite rows may hold no numbers.</summary>
    internal virtual string NoNumber => "its numbers are too large for double precision";

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public abstract override string ToString();
}
