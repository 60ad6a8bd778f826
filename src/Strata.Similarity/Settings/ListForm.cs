using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>An array without repetition.</summary>
/// <param name="single">A value alone stands for the array of it.</param>
internal sealed class ListForm<T>(Form<T> form, bool single = false, bool empty = false) : Form<IReadOnlyList<T>>
{
    private const int Longest = 10_000;

    public override string Values => single ? $"{form.Values}, or several" : $"a list, each {form.Values}";

    public override IReadOnlyList<T>? Read(Given given, string path, Problems problems)
    {
        List<Given> items = given.IsTyped
            ? [.. given.Text.Split(',').Select(part => Given.Typed(part.Trim(), given.Place))] : given.Items;
        if (given.Kind != JsonValueKind.Array && !given.IsTyped)
        {
            if (single && given.Kind != JsonValueKind.Object) return [form.Read(given, path, problems)!];
            problems.Add(given, path, $"{given.Shown} is not an array in [ ]");
            return null;
        }
        if (items.Count == 0 && !empty) problems.Add(given, path, "the array is empty");
        if (items.Count > Longest)
        {
            problems.Add(given, path, $"{items.Count} entries are more than {Longest}");
            return null;
        }
        var read = new List<T>();
        for (int i = 0; i < items.Count; i++)
        {
            int before = problems.All.Count;
            T? value = form.Read(items[i], $"{path}[{i}]", problems);
            if (problems.All.Count > before) continue;
            if (read.Contains(value!)) problems.Add(items[i], $"{path}[{i}]", $"{items[i].Shown} is there twice");
            read.Add(value!);
        }
        return read;
    }

    public override string? Problem(IReadOnlyList<T> value) => value.Select(form.Problem).FirstOrDefault(problem => problem is not null);

    public override JsonNode Write(IReadOnlyList<T> value) => new JsonArray([.. value.Select(form.Write)]);

    public override JsonObject Schema()
    {
        var array = new JsonObject { ["type"] = "array", ["items"] = form.Schema() };
        if (!empty) array["minItems"] = 1;
        return single ? new JsonObject { ["anyOf"] = new JsonArray(form.Schema(), array) } : array;
    }
}
