namespace Strata.Models.Families;

/// <summary>What was chosen of a family's options; what was not has its default.</summary>
public sealed class FamilyValues
{
    private readonly IReadOnlyDictionary<string, object> _values;

    private FamilyValues(IReadOnlyDictionary<string, object> values) => _values = values;

    /// <summary>Nothing chosen.</summary>
    public static FamilyValues None { get; } = new(new Dictionary<string, object>());

    /// <summary>The two options that every family has.</summary>
    public static FamilyValues Of(int depth, double width = 1) => None.With("depth", depth).With("width", width);

    /// <param name="value">int, double, bool or string, as the option has it.</param>
    public FamilyValues With(string name, object value) => new(new Dictionary<string, object>(_values) { [name] = value });

    public int Whole(string name) => (int)_values[name];
    public double Number(string name) => (double)_values[name];
    public bool Switch(string name) => (bool)_values[name];
    public string Choice(string name) => (string)_values[name];

    internal object? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>
    /// All options of a family, the missing ones at their defaults; adds a sentence for each that is missing or out of its range.
    /// </summary>
    internal FamilyValues Settle(IModelFamily family, ICollection<string> problems)
    {
        var settled = new Dictionary<string, object>();
        foreach (FamilyOption option in family.Options)
        {
            object? value = Find(option.Name) ?? option.Standard;
            bool possible = value is not null && option.Contains(value);
            if (!possible)
                problems.Add(
                    $"{option.Name}: {(value is null ? "is missing, expected" : $"{option.Format(value)} is not")} {option.Expected}");
            // Something that can be, for what else is wrong to be told with it.
            settled[option.Name] = possible ? value! : option.Possible;
        }
        foreach (string unknown in _values.Keys.Where(name => family.Options.All(option => option.Name != name)))
            problems.Add($"{unknown}: is no option of {family.Name}, which has "
                + string.Join(", ", family.Options.Where(option => !option.Hidden).Select(option => option.Name)));
        return new(settled);
    }
}
