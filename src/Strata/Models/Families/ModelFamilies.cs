using Strata.Runtime;
using Strata.Settings;

namespace Strata.Models.Families;

/// <summary>The families that there are.</summary>
public static class ModelFamilies
{
    /// <summary>By name; the first is what a command takes where none is named.</summary>
    public static IReadOnlyList<IModelFamily> All { get; } =
    [
        .. from type in typeof(IModelFamily).Assembly.GetTypes()
           where type.IsClass && !type.IsAbstract && typeof(IModelFamily).IsAssignableFrom(type)
           orderby type == typeof(ResNetCifar) descending, type.Name
           select (IModelFamily)Activator.CreateInstance(type)!,
    ];

    /// <exception cref="InvalidOptionsException">There is none of this name.</exception>
    public static IModelFamily Named(string name)
        => All.FirstOrDefault(family => family.Name == name)
        ?? throw new InvalidOptionsException(
            $"family: {Foreign.Quoted(name)} is unknown{Suggestion.For(name, All.Select(family => family.Name))}");
}
