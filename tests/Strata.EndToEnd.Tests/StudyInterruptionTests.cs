using Strata.Runtime;

namespace Strata.EndToEnd.Tests;

/// <summary>A run that is killed, or meets another one, must neither lose nor spoil what is there.</summary>
public sealed class StudyInterruptionTests
{
    private const string Study = """
        {
          "name": "stop", "data": { "source": "digits", "fractions": "1/4" },
          "models": [ { "family": "resnet-cifar", "depth": [8, 14], "width": 1 },
                      { "family": "resnet-cifar", "depth": 8, "width": 1, "trained": false } ],
          "training": { "epochs": 12, "batch": 32, "learningRate": 0.1 },
          "similarity": { "batch": 100, "passes": 2, "across": "all" }, "analyses": ["blocks", "components"],
        }
        """;

    private static readonly string[] s_run = ["run", "s.json", "--output", "out"];

    [Fact]
    public void A_study_that_is_killed_again_and_again_ends_in_the_same_bits()
    {
        using WorkFolder whole = Folder(), parts = Folder();
        whole.Strata(s_run).Expect(0);
        var random = new RandomSequence(3, "kill");
        int killed = 0;
        for (int attempt = 0; attempt < 10; attempt++)
        {
            long before = Kept(parts);
            using RunningProcess run = parts.StartStrata(s_run);
            // Not before it has added something, so that the runs go on from different places.
            while (!run.HasExited && Kept(parts) <= before) Thread.Sleep(10);
            Thread.Sleep(random.Next(250));
            if (!run.HasExited) killed++;
            // The run alone in half of the cases: its workers must notice.
            run.Kill(andItsChildren: attempt % 2 == 0);
        }
        RunResult last = new("", 1, "", "");
        // Workers of a killed run may hold the folder for a moment more.
        for (int attempt = 0; attempt < 20 && last.ExitCode != 0; attempt++, Thread.Sleep(500)) last = parts.Strata(s_run);
        last.Expect(0);

        Assert.True(killed >= 2, $"only {killed} runs were still at work when they were to be killed");
        Assert.Equal(Bits(whole), Bits(parts));
    }

    [Fact]
    public void A_second_run_on_the_same_folder_shares_the_work_also_when_the_first_is_killed()
    {
        using WorkFolder whole = Folder(), folder = Folder();
        whole.Strata(s_run).Expect(0);
        using RunningProcess first = folder.StartStrata(s_run);
        while (!first.HasExited && !Directory.Exists(folder["out/models"])) Thread.Sleep(10);
        using RunningProcess second = folder.StartStrata(s_run), third = folder.StartStrata(s_run);
        while (!first.HasExited && !second.Errors.Contains("is at work on the same results", StringComparison.Ordinal)) Thread.Sleep(10);
        first.Kill(andItsChildren: false);

        second.Wait().Expect(0);
        third.Wait().Expect(0);
        Assert.Contains(" 0 left, 0 damaged, 0 failed", folder.Strata("status", "out").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(Bits(whole), Bits(folder));
        folder.Strata(s_run).Expect(0);
        Assert.DoesNotContain(folder.Files, file => Path.GetFileName(file).StartsWith('.'));
    }

    [Fact]
    public void A_run_of_another_study_says_who_is_at_work()
    {
        using WorkFolder folder = Folder();
        using RunningProcess first = folder.StartStrata(s_run);
        while (!first.HasExited && !Directory.Exists(folder["out/models"])) Thread.Sleep(10);
        RunResult other = folder.Strata([.. s_run, "--set", "training.epochs=2"]);
        first.Wait().Expect(0);
        Assert.Matches("another run is at work here: process [0-9]+", other.Expect(1).Errors);
    }

    private static WorkFolder Folder()
    {
        var folder = new WorkFolder();
        File.WriteAllText(folder["s.json"], Study);
        return folder;
    }

    /// <summary>Grows with every file that the run makes and every epoch that it ends.</summary>
    private static long Kept(WorkFolder folder)
    {
        string[] files = folder.Files;
        return files.Length + files.Where(file => file.EndsWith(".jsonl", StringComparison.Ordinal))
            .Sum(file => new FileInfo(folder[file]) is { Exists: true } log ? log.Length : 0);
    }

    /// <summary>Every number that was computed, with the file it is in; manifests tell times too.</summary>
    private static Dictionary<string, string> Bits(WorkFolder folder) => folder.Files
        .Where(file => file.StartsWith("out", StringComparison.Ordinal)
            && (file.EndsWith(".npy", StringComparison.Ordinal) || file.EndsWith(".safetensors", StringComparison.Ordinal)))
        .ToDictionary(file => file, file => ContentHash.Of(folder[file]));
}
