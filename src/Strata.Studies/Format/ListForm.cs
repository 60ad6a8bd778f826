using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Studies.Format;

/// <summary>An array without repetition.</summary>
/// <param name="single">A value alone stands for the array of it.</param>
internal sealed class ListForm<T>(Form<T> form, bool single = false, bool empty = false) : Form<IReadOnlyList<T>>
{
    private const int Longest = 10_000;

    public override IReadOnlyList<T>? Read(Node node, string path, Problems problems)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            if (single && node.Kind != JsonValueKind.Object) return [form.Read(node, path, problems)!];
            problems.Add(node, path, $"{node.Shown} is not an array in [ ]");
            return null;
        }
        if (node.Items.Count == 0 && !empty) problems.Add(node, path, "the array is empty");
        if (node.Items.Count > Longest)
        {
            problems.Add(node, path, $"{node.Items.Count} entries are more than {Longest}");
            return null;
        }
        var read = new List<T>();
        for (int i = 0; i < node.Items.Count; i++)
        {
            int before = problems.All.Count;
            T? value = form.Read(node.Items[i], $"{path}[{i}]", problems);
            if (problems.All.Count > before) continue;
            if (read.Contains(value!)) problems.Add(node.Items[i], $"{path}[{i}]", $"{node.Items[i].Shown} is there twice");
            read.Add(value!);
        }
        return read;
    }

    public override JsonNode Write(IReadOnlyList<T> value) => new JsonArray([.. value.Select(form.Write)]);

    public override JsonObject Schema()
    {
        var array = new JsonObject { ["type"] = "array", ["items"] = form.Schema() };
        if (!empty) array["minItems"] = 1;
        return single ? new JsonObject { ["anyOf"] = new JsonArray(form.Schema(), array) } : array;
    }
}
