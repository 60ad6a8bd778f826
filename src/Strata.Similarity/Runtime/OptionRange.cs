using System.Numerics;

namespace Strata.Runtime;

/// <summary>
/// What an option may be, said once: the library checks by it, and a study file's form, its schema and every message follow.
/// </summary>
/// <param name="Above">The range begins above its minimum.</param>
/// <param name="Below">The range ends below its maximum.</param>
public readonly record struct OptionRange<T>(T Minimum, T Maximum, bool Above = false, bool Below = false)
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    public bool Contains(T value)
        => (Above ? value > Minimum : value >= Minimum) && (Below ? value < Maximum : value <= Maximum);

    /// <summary>Adds a sentence to the problems unless the value is in the range; null is an option that was left out.</summary>
    public void Check(string name, T? value, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (value is { } given && !Contains(given)) problems.Add($"{name}: {WrittenNumber.Of(given)} is not {this}");
    }

    /// <summary>Such as <c>from 1 to 1000</c>, <c>above 0 and up to 100</c>, <c>from 0 and below 1</c>, <c>from 4 up</c>.</summary>
    public override string ToString()
    {
        string begin = $"{(Above ? "above" : "from")} {WrittenNumber.Of(Minimum)}";
        return Maximum == T.MaxValue ? $"{begin} up"
            : $"{begin} {(Below ? "and below" : Above ? "and up to" : "to")} {WrittenNumber.Of(Maximum)}";
    }
}
