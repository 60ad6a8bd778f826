using System.Text;
using Strata.Runtime;

namespace Strata.Report.Tables;

/// <summary>A table that is shown on the page and written as CSV (RFC 4180).</summary>
/// <param name="Name">Name of the file, without <c>.csv</c>.</param>
internal sealed record Table(string Name, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    public void WriteCsv(string path)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns.Select(column => Quote(column.Name))).Append("\r\n");
        foreach (IReadOnlyList<Cell> row in Rows)
            text.AppendJoin(',',
                row.Zip(Columns, (cell, column) => Quote(column.Number ? cell.Value : InertText.Of(cell.Value)))).Append("\r\n");
        AtomicFile.WriteText(path, text.ToString());
    }

    private static string Quote(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";
}
