using System.CommandLine;
using System.Text.Json;
using Strata.Runtime;
using Strata.Studies;
using Strata.Studies.Templates;

namespace Strata.Cli.Commands;

/// <summary><c>strata new</c>: a study file from a template, or from a few questions.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var template = new Argument<string?>("TEMPLATE")
        {
            Description = $"{string.Join(" ", StudyTemplate.All.Select(each => $"{each.Name}: {each.Says}"))} In a terminal it may be left "
                + "out: a few questions take its place.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        template.CompletionSources.Add([.. StudyTemplate.All.Select(each => each.Name)]);
        Option<string> data = CommonOptions.Data(required: false);
        data.Description = $"In place of the template's images: {data.Description}";
        Option<string[]> sets = CommonOptions.Sets();
        var output = new Option<string>("--output") { Description = "The file to make [default: NAME.json].", HelpName = "FILE" };
        Option<int?> threads = CommonOptions.Threads();
        var command = new Command("new",
            "Makes a study file in which every member is explained, and says what it is and how long it takes. Replaces no file.\n\n"
            + "Example: strata new depth --data digits --set models[0].depth=[14,20] --output digits.json")
        {
            template, data, sets, output, threads,
        };
        command.SetAction((parsed, stop) =>
        {
            (StudyTemplate chosen, IReadOnlyList<string> answers) = parsed.GetValue(template) is { } name
                ? (StudyTemplate.Named(name), []) : Ask();
            string[] given = parsed.GetValue(data) is { } source ? [$"data.source={JsonSerializer.Serialize(source)}"] : [];
            string[] all = [.. answers, .. given, .. parsed.GetValue(sets) ?? []];
            Study study = chosen.Study(all);
            string path = parsed.GetValue(output) ?? $"{study.Name}.json";
            OutputFiles.Require(path);
            bool isStream = OutputPlace.Of(path).IsStream;
            if (File.Exists(path) && !isStream)
                throw new StrataException($"{Foreign.Path(path)} is there already; --output names another file");

            int count = parsed.GetValue(threads) ?? Runtime.Threads.Available();
            string told = Told(parsed, study, count, stop);
            if (isStream) AtomicFile.WriteText(path, chosen.Text(all));
            else WriteNew(path, chosen.Text(all));
            Console.WriteLine($"{(isStream ? study.Name : Foreign.Path(path))}: {chosen.Says}");
            Console.WriteLine($"  {told}");
            if (!isStream) Console.WriteLine($"  strata run {ShellWord.Of(path)}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static (StudyTemplate, IReadOnlyList<string>) Ask()
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw new InvalidOptionsException(
                $"TEMPLATE is missing; expected one of {string.Join(", ", StudyTemplate.All.Select(each => each.Name))}");
        return new StudyInterview(Console.In, Console.Error).Ask()
            ?? throw new StrataException("the answers ended before the questions; no file was made");
    }

    /// <summary>Unlike a result, it never takes the place of a file, also not of one that has just come.</summary>
    private static void WriteNew(string path, string text)
    {
        string whole = Path.Combine(Path.GetDirectoryName(path) ?? "", $".strata-{Guid.NewGuid():N}");
        Unfinished.Add(whole);
        try
        {
            AtomicFile.WriteText(whole, text);
            File.Move(whole, path, overwrite: false);
        }
        finally
        {
            Unfinished.Remove(whole);
        }
    }

    /// <summary>What the study comes to here, or what it still lacks.</summary>
    /// <exception cref="InvalidOptionsException">The images show that it cannot be run.</exception>
    private static string Told(ParseResult parsed, Study study, int threads, CancellationToken stop)
    {
        bool ownModels = study.Models.Any(model => model.Files is not null);
        try
        {
            StudyRun run;
            using (var loading = new LoadingDisplay(parsed))
                run = StudyRun.Prepare(study, Path.Combine("out", study.Name), threads, "", loading.Options(stop));
            return PlanSummary.InShort(parsed, run, threads);
        }
        catch (StrataException absent)
        {
            return $"not ready yet: {absent.Message}";
        }
        catch (InvalidOptionsException wrong) when (ownModels)
        {
            // Where the models are, no template can know.
            return $"not ready yet: {string.Join("; ", wrong.Problems)}";
        }
    }
}
