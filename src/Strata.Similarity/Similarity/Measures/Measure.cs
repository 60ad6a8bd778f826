using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>
/// How alike two representations of the same examples are, where CKA is not what is asked. A measure is one class in one file that derives
/// from <see cref="Measure{TLayer}"/>, and a word in <see cref="KnownMeasures"/>. What it takes from a layer is computed once, however
/// many layers that one is compared with.
/// </summary>
public abstract class Measure
{
    private protected Measure() { }

    /// <summary>As commands and files call it, such as <c>svcca</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, and who described it.</summary>
    public abstract string Says { get; }

    public abstract MeasureTraits Traits { get; }

    /// <summary>The name with what follows it, as <see cref="KnownMeasures.Parse"/> reads it.</summary>
    public virtual string Text => Name;

    /// <summary>The same measure as <c>NAME:ARGUMENT</c> asks for it.</summary>
    /// <exception cref="InvalidOptionsException">It takes no argument, or not this one.</exception>
    public virtual Measure WithArgument(string argument)
        => throw new InvalidOptionsException($"measure: {Name} takes no argument, but has {Foreign.Quoted(argument)}");

    /// <param name="x">[examples, features of the first layer].</param>
    /// <param name="y">[examples, features of the second layer].</param>
    /// <exception cref="ArgumentException">Different numbers of examples, or no features.</exception>
    public MeasureValue Compute(double[,] x, double[,] y)
    {
        Representation a = Representation.Of(x), b = Representation.Of(y);
        if (a.Examples != b.Examples)
            throw new ArgumentException($"X has {a.Examples} examples and Y has {b.Examples}, expected the same examples.", nameof(y));
        return Between(Reduce(a), Reduce(b));
    }

    /// <summary>What the measure takes from a layer.</summary>
    public abstract MeasuredLayer Reduce(Representation layer);

    /// <summary>The value for two layers over the same examples, both reduced by this measure.</summary>
    public abstract MeasureValue Between(MeasuredLayer a, MeasuredLayer b);
}
