namespace Strata.Report;

/// <summary>
/// Several studies as one: a model goes by its study's name too, and its configuration is one of that study, so that nothing is compared
/// that was not, and no seed of one study is taken for one of another.
/// </summary>
public static class JoinedContent
{
    /// <param name="studies">Two or more, in the order in which they are shown.</param>
    public static StudyContent Of(IReadOnlyList<StudyContent> studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        string[] names = [.. Told(studies)];
        StudyContent[] parts = [.. studies.Zip(names, Renamed)];
        IEnumerable<T> All<T>(Func<StudyContent, IEnumerable<T>> of) => parts.SelectMany(of);
        return new()
        {
            Title = string.Join(" · ", parts.Select(part => part.Title).Distinct()),
            Name = string.Join('+', names),
            StudyJson = string.Join('\n', parts.Zip(names, (part, name) => $"// {name}\n{part.StudyJson}")),
            Recipe = parts.Select(part => part.Recipe).Distinct().Count() == 1 ? parts[0].Recipe : null,
            Models = [.. All(part => part.Models)],
            Comparisons = [.. All(part => part.Comparisons)],
            Exhibits = [.. All(part => part.Exhibits)],
            Errors = [.. All(part => part.Errors)],
            Stabilities = [.. All(part => part.Stabilities)],
            Warnings = [.. parts.Zip(names, (part, name) => part.Warnings.Select(warning => $"{name}: {warning}")).SelectMany(one => one)],
            HowItWasMade = [.. Made(parts, names)],
        };
    }

    /// <summary>Names of studies; one that comes again gets a number.</summary>
    private static IEnumerable<string> Told(IReadOnlyList<StudyContent> studies)
    {
        var taken = new HashSet<string>();
        foreach (StudyContent study in studies)
        {
            string name = study.Name;
            for (int again = 2; !taken.Add(name); again++) name = $"{study.Name}-{again}";
            yield return name;
        }
    }

    private static StudyContent Renamed(StudyContent study, string name)
    {
        var models = study.Models.ToDictionary(model => model.Name, model => $"{name}.{model.Name}");
        // A legend, a cell or an axis may have the name of a model, or any other words.
        string Of(string words) => models.GetValueOrDefault(words, words);
        string[] Each(IEnumerable<string> words) => [.. words.Select(Of)];
        string File(string file) => file == "" ? "" : $"{name}-{file}";
        Exhibit Shown(Exhibit exhibit) => (exhibit switch
        {
            LayerMap map => map with { A = Of(map.A), B = Of(map.B) },
            Chart chart => chart with { Series = [.. chart.Series.Select(line => line with { Name = Of(line.Name) })] },
            Table table => new Table(table.Name, table.Columns,
                [.. table.Rows.Select(row => row.Select(cell => cell with { Value = Of(cell.Value), Text = Of(cell.Text) }).ToArray())])
            {
                Title = table.Title,
                Says = table.Says,
            },
            _ => exhibit,
        }) with
        { Name = File(exhibit.Name), Models = Each(exhibit.Models) };
        return study with
        {
            Models = [.. study.Models.Select(model => model with { Name = Of(model.Name), Study = name })],
            Comparisons = [.. study.Comparisons.Select(map => (LayerMap)Shown(map))],
            Exhibits = [.. study.Exhibits.Select(Shown)],
            Errors = [.. study.Errors.Select(errors => errors with
            {
                Name = File(errors.Name),
                ModelA = Of(errors.ModelA),
                ModelB = Of(errors.ModelB),
            })],
            Stabilities = [.. study.Stabilities.Select(stability => stability with { Models = Each(stability.Models) })],
        };
    }

    /// <summary>What is the same of all studies once; else a line for each.</summary>
    private static IEnumerable<ProvenanceEntry> Made(StudyContent[] parts, string[] names)
        => parts.Zip(names, (part, name) => part.HowItWasMade.Select(entry => (Study: name, entry.Name, entry.Value)))
            .SelectMany(entries => entries).GroupBy(entry => entry.Name)
            .Select(same => new ProvenanceEntry(same.Key, same.Count() == parts.Length && same.DistinctBy(one => one.Value).Count() == 1
                ? same.First().Value : string.Join('\n', same.Select(one => $"{one.Study}: {one.Value}"))));
}
