using System.Text;
using Strata.Runtime;

namespace Strata.Report;

/// <summary>A table that is shown on the page and written as CSV (RFC 4180) in a file of its name.</summary>
public sealed record Table : Exhibit
{
    public Table(string name, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        Name = name;
        Columns = columns;
        Rows = rows;
    }

    public IReadOnlyList<Column> Columns { get; }

    public IReadOnlyList<IReadOnlyList<Cell>> Rows { get; }

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
