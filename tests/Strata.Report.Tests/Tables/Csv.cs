namespace Strata.Report.Tests.Tables;

/// <summary>Reads CSV by the letter of RFC 4180, apart from the code that writes it.</summary>
internal static class Csv
{
    public static List<Dictionary<string, string>> Read(string path)
    {
        List<List<string>> records = Records(File.ReadAllText(path));
        Assert.All(records, record => Assert.Equal(records[0].Count, record.Count));
        return [.. records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static List<List<string>> Records(string text)
    {
        var records = new List<List<string>> { new() };
        var field = new System.Text.StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            if (quoted && letter == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (letter == '"') quoted = !quoted;
            else if (quoted || letter is not (',' or '\r' or '\n')) field.Append(letter);
            else if (letter is ',' or '\n')
            {
                records[^1].Add(field.ToString());
                field.Clear();
                if (letter == '\n' && i + 1 < text.Length) records.Add([]);
            }
        }
        return records;
    }
}
