using Strata.Runtime;
using Strata.Settings;

namespace Strata.Models.Families;

/// <summary>The families that there are.</summary>
public static class ModelFamilies
{
    private static volatile IReadOnlyList<IModelFamily> _all =
    [
        .. from type in typeof(IModelFamily).Assembly.GetTypes()
           where type.IsClass && !type.IsAbstract && typeof(IModelFamily).IsAssignableFrom(type)
           orderby type == typeof(ResNetCifar) descending, type.Name
           select (IModelFamily)Activator.CreateInstance(type)!,
    ];

    private static readonly Lock Adding = new();

    /// <summary>By name; the first is what a command takes where none is named.</summary>
    public static IReadOnlyList<IModelFamily> All => _all;

    /// <summary>Makes a family of another program's known, before networks of it are built or opened.</summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public static void Add(IModelFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        lock (Adding)
        {
            if (_all.Any(known => known.Name == family.Name))
                throw new ArgumentException($"There is a family '{family.Name}' already.", nameof(family));
            _all = [.. _all, family];
        }
    }

    /// <exception cref="InvalidOptionsException">There is none of this name.</exception>
    public static IModelFamily Named(string name)
        => All.FirstOrDefault(family => family.Name == name)
        ?? throw new InvalidOptionsException(
            $"family: {Foreign.Quoted(name)} is unknown{Suggestion.For(name, All.Select(family => family.Name))}");
}
