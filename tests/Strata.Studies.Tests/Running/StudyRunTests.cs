using System.Diagnostics;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Running;

/// <summary>Whole runs on the digits, in worker processes of the program itself.</summary>
public sealed class StudyRunTests : IDisposable
{
    private const int Threads = 2;

    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Output => Path.Combine(_folder.Path, "out");

    private StudyRun Prepare(params string[] sets) => StudyRun.Prepare(Small.Study(sets), Output, Threads, "strata run small.json");

    private static Dictionary<string, DateTime> Files(StudyRun run)
        => new[] { "models", "similarity", "analysis" }.Select(f => Path.Combine(run.Store.Root, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).ToDictionary(f => f, File.GetLastWriteTimeUtc);

    private static byte[][] Weights(StudyRun run)
        => [.. run.Plan.Models.Select(m => File.ReadAllBytes(Path.Combine(run.Store.FolderOf(m.Artifact()), "weights.safetensors")))];

    [Fact]
    public void A_run_makes_everything_and_a_second_one_nothing()
    {
        string[] sets = ["similarity.layers=relu", "similarity.passes=2", "similarity.across=seeds"];
        StudyRun run = Prepare(sets);
        var told = new Recorder();
        RunOutcome outcome = run.Execute(Threads, s_launch, told, TestContext.Current.CancellationToken);
        Assert.Empty(told.Lost);
        Assert.Equal((9, 0, 0), (outcome.Made, outcome.Kept, outcome.Left));
        int steps = run.Plan.Steps.Count;
        Assert.All(told.Counts, count => Assert.Equal(steps, count.Done + count.Running + count.Left));
        Assert.Equal((steps, 0, 0), (told.Counts[^1].Done, told.Counts[^1].Running, told.Counts[^1].Left));
        Assert.Equal(new RunShare(0, 0), told.Counts[0].Overall);
        Assert.All(told.Overall.Where(share => share.Done < 1), share => Assert.Equal(0, share.Earlier));
        Assert.Null(StudyRun.Prepare(Small.Study(sets), Path.Combine(_folder.Path, "new"), Threads, "").Change());
        Assert.True(Prepare(sets).Change()!.IsNone);
        PlanChange change = Prepare([.. sets, "models[0].seeds=[1,2]"]).Change()!;
        Assert.Equal("new are 1 models, 2 similarity, 1 components, 1 blocks; 4 results stay; 5 are no part of it any more", $"{change}");
        Assert.All(run.Plan.Artifacts(), a => Assert.True(run.Store.Has(a)));
        foreach (PlannedModel model in run.Plan.Models)
            Assert.Equal(["manifest.json", "predictions.npy", "training.jsonl", "weights.safetensors"],
                Directory.EnumerateFiles(run.Store.FolderOf(model.Artifact())).Select(Path.GetFileName).Order());
        foreach (PlannedComparison comparison in run.Plan.Comparisons)
            Assert.Equal(["cka.npy", "examples.npy", "heatmap.png", "heatmap.svg", "layers_a.json", "layers_b.json", "manifest.json",
                "stderr.npy"], Directory.EnumerateFiles(run.Store.FolderOf(comparison.Artifact())).Select(Path.GetFileName).Order());
        Manifest manifest = Manifest.Read(run.Store.FolderOf(run.Plan.Comparisons[0].Artifact()));
        Assert.Equal(["layers", "batch", "passes", "maxExamples", "seed", "measure", "estimator", "kernel", "withoutComponents", "shuffled",
            "precision"], manifest.Options.Select(o => o.Key));
        Assert.Equal(["cka.npy", "examples.npy", "heatmap.png", "heatmap.svg", "layers_a.json", "layers_b.json", "stderr.npy"],
            manifest.Files!.Keys);
        Assert.True(File.Exists(Path.Combine(run.Store.ReportFolder, "index.html")));
        Assert.All(told.Overall.Zip(told.Overall.Skip(1)), p => Assert.InRange(p.Second.Done, p.First.Done - 1e-9, 1 + 1e-9));
        Assert.Equal(Small.Study(sets).Models[0].Seeds, StudyFile.Read(run.Store.StudyFile).Models[0].Seeds);

        Dictionary<string, DateTime> before = Files(run);
        var again = new Recorder();
        RunOutcome second = Prepare(sets).Execute(Threads, s_launch, again, TestContext.Current.CancellationToken);
        Assert.Equal((0, 9), (second.Made, second.Kept));
        Assert.All(again.Counts, count => Assert.Equal((1, 1), (count.Overall.Done, count.Overall.Earlier)));
        Assert.Equal(before, Files(run));

        // study.json leaves nothing open: run as it stands, it is the same study.
        Assert.Equal(run.Plan.Artifacts(), StudyRun.Prepare(StudyFile.Read(run.Store.StudyFile), Output, Threads, "").Plan.Artifacts());
        Shows_what_is_there(run);
        Does_only_what_is_missing(run, sets);
    }

    private static void Shows_what_is_there(StudyRun run)
    {
        StudyContent content = StudyContents.Read(run.Store);
        Assert.Equal(run.Plan.Models.Select(m => m.Name), content.Models.Select(m => m.Name));
        Assert.All(content.Models, m => Assert.InRange(m.TestAccuracy!.Value, 0, 1));
        Assert.All(content.Models, m => Assert.Single(m.Curve));
        Assert.Equal(3, content.Comparisons.Count);
        Assert.All(content.Comparisons.Where(c => c.A == c.B),
            c => Assert.True(c.Block is not null && c.Shares!.Count == c.Matrix.LayersA.Count));
        Assert.Empty(content.Warnings);
        Assert.Contains(content.HowItWasMade, e => e is { Name: "Command", Value: "strata run small.json" });
    }

    private void Does_only_what_is_missing(StudyRun run, string[] sets)
    {
        Artifact lost = run.Plan.Comparisons[0].Artifact(), verdict = run.Plan.Of(Study.Blocks).Last().Artifact();
        Dictionary<string, DateTime> before = Files(run);
        Directory.Delete(run.Store.FolderOf(lost), recursive: true);
        Directory.Delete(run.Store.FolderOf(verdict), recursive: true);
        Assert.Equal(2, StudyStatus.Read(run.Store).Count(ArtifactState.Left));

        var told = new Recorder();
        RunOutcome again = Prepare(sets).Execute(Threads, s_launch, told, TestContext.Current.CancellationToken);
        Assert.Equal((2, 7), (again.Made, again.Kept));
        Assert.Equal("draw the page", told.Done.Last());
        Assert.Equal(2, told.Done.Count);
        Assert.Equal(before.Keys.Order(), Files(run).Keys.Order());
        Assert.All(before.Where(f => !f.Key.StartsWith(run.Store.FolderOf(lost) + "/", StringComparison.Ordinal)
            && !f.Key.StartsWith(run.Store.FolderOf(verdict) + "/", StringComparison.Ordinal)),
            f => Assert.Equal(f.Value, Files(run)[f.Key]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_is_stopped_says_so_and_the_next_ends_in_the_same_bits_also_where_its_state_was_damaged(bool damaged)
    {
        string[] sets = ["training.epochs=12", "training.evaluateEvery=12", "models[0].seeds=1", "analyses=[]", "similarity.layers=add",
            "similarity.passes=1"];
        StudyRun whole = StudyRun.Prepare(Small.Study(sets), Path.Combine(_folder.Path, "whole"), Threads, "");
        whole.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);

        StudyRun run = Prepare(sets);
        using var stop = new CancellationTokenSource();
        // Once an epoch is over: before, there is nothing to tell of how far it is.
        RunOutcome stopped = run.Execute(Threads, s_launch,
            new Recorder((_, progress) => { if (progress.Detail.Contains("loss", StringComparison.Ordinal)) stop.Cancel(); }), stop.Token);
        Assert.True(stopped.Stopped);
        Assert.Equal(2, stopped.Left);
        Assert.Empty(stopped.Failures);
        Assert.False(Directory.Exists(run.Store.ReportFolder));
        ArtifactStatus model = StudyStatus.Read(run.Store).Artifacts[0];
        Assert.Equal(ArtifactState.Left, model.State);
        Assert.Matches("^interrupted, epoch [0-9]+ of 12 saved$", model.Detail!);

        if (damaged)
        {
            // A bit of the state, and a letter of the log, which follows from the state.
            string partial = run.Store.WorkingFolderOf(run.Plan.Models[0].Artifact());
            byte[] state = File.ReadAllBytes(Path.Combine(partial, "resume.safetensors"));
            state[^1000] ^= 2;
            File.WriteAllBytes(Path.Combine(partial, "resume.safetensors"), state);
            File.WriteAllText(Path.Combine(partial, "training.jsonl"), "no log");
            Assert.Null(StudyStatus.Read(run.Store).Artifacts[0].Detail);
        }

        var told = new Recorder();
        RunOutcome finished = Prepare(sets).Execute(Threads, s_launch, told, TestContext.Current.CancellationToken);
        Assert.Equal((2, 0), (finished.Made, finished.Left));
        Assert.Equal(Weights(whole), Weights(run));
        double training = run.Plan.Steps[0].MultiplyAdds / run.Plan.Steps.Sum(step => step.MultiplyAdds);
        (double least, double most) = damaged ? (0, 0) : (training / 12 - 1e-9, training);
        Assert.All(told.Overall.Where(share => share.Done < 1), share => Assert.InRange(share.Earlier, least, most));
        if (damaged) Assert.Contains("resume.safetensors is damaged", Assert.Single(told.Notes), StringComparison.Ordinal);
        else Assert.Empty(told.Notes);
    }

    [Fact]
    public void A_worker_that_is_killed_loses_its_step_only_and_the_next_run_makes_it()
    {
        string[] sets = ["training.epochs=8", "training.evaluateEvery=8", "analyses=[]", "similarity.layers=add", "similarity.passes=1"];
        StudyRun run = Prepare(sets);
        bool killed = false;
        var told = new Recorder((title, _) =>
        {
            if (killed || !title.StartsWith("train ", StringComparison.Ordinal)) return;
            killed = true;
            KillOneWorker();
        });
        RunOutcome outcome = run.Execute(Threads, s_launch, told, TestContext.Current.CancellationToken);
        Assert.Equal((2, 0), (outcome.Made, outcome.Left));
        Assert.Equal(2, outcome.Lost);
        Assert.Contains("ended with exit code", Assert.Single(told.Lost));
        StudyStatus status = StudyStatus.Read(run.Store);
        Assert.Equal((2, 2), (status.Count(ArtifactState.Done), status.Count(ArtifactState.Failed)));

        RunOutcome next = Prepare(sets).Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        Assert.Equal((2, 2), (next.Made, next.Kept));
        Assert.Empty(next.Failures);
        Assert.Equal(4, StudyStatus.Read(run.Store).Count(ArtifactState.Done));
    }

    /// <summary>Nobody waited for a worker that died between two steps, but the next step was sent to it.</summary>
    [Fact]
    public void A_worker_that_is_killed_between_two_steps_loses_nothing()
    {
        string[] sets = ["analyses=[]", "similarity.within=false", "models[0].seeds=3"];
        bool killed = false;
        var told = new Recorder(ended: _ =>
        {
            if (killed) return;
            killed = true;
            KillOneWorker();
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        RunOutcome outcome = StudyRun.Prepare(Small.Study(sets), Output, 1, "").Execute(1, s_launch, told, limit.Token);
        Assert.True(killed);
        Assert.Empty(told.Lost);
        Assert.Equal((3, 0), (outcome.Made, outcome.Left));
    }

    [Fact]
    public void A_failure_that_cannot_be_written_down_ends_its_step_alone()
    {
        string[] sets = ["analyses=[]", "similarity.within=false", "training.epochs=3"];
        StudyRun run = Prepare(sets);
        // The model's lock cannot be taken, nor a note on that be written.
        Directory.CreateDirectory(run.Store.ClaimOf(run.Plan.Models[0].Artifact()) + "lock");
        File.WriteAllText(Path.Combine(Output, "failed"), "");
        var told = new Recorder();
        RunOutcome outcome = run.Execute(Threads, s_launch, told, TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (outcome.Made, outcome.Lost));
        Assert.Contains(told.Notes, note => note.Contains("that it failed cannot be written down", StringComparison.Ordinal));
    }

    [Fact]
    public void A_matrix_made_alone_has_the_bits_it_has_among_others()
    {
        // Two groups of small models share two threads; one that is left must not take both.
        string[] sets = ["training.evaluateEvery=1", "analyses=[]", "similarity.layers=all", "similarity.batch=200", "similarity.passes=1",
            "similarity.across=none"];
        StudyRun run = Prepare(sets);
        run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        string[] matrices = [.. run.Plan.Comparisons.Select(c => Path.Combine(run.Store.FolderOf(c.Artifact()), "cka.npy"))];
        byte[][] before = [.. matrices.Select(File.ReadAllBytes)];
        Assert.Equal(2, matrices.Length);
        for (int i = 0; i < matrices.Length; i++)
        {
            Directory.Delete(Path.GetDirectoryName(matrices[i])!, recursive: true);
            Prepare(sets).Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
            Assert.Equal(before[i], File.ReadAllBytes(matrices[i]));
        }
    }

    [Fact]
    public void What_kills_left_is_not_published()
    {
        string[] sets = ["models[0].seeds=1", "analyses=[]", "similarity.within=false"];
        StudyRun run = Prepare(sets);
        Artifact model = run.Plan.Models[0].Artifact();
        run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        // As if the training had been killed after its last file was written, before its state was deleted; and other processes while they
        // wrote.
        string folder = run.Store.FolderOf(model), working = run.Store.WorkingFolderOf(model);
        Directory.Move(folder, working);
        File.Delete(Path.Combine(working, "manifest.json"));
        string[] left = ["resume.safetensors", ".half.written.tmp"];
        foreach (string file in left) File.WriteAllText(Path.Combine(working, file), "half");
        File.WriteAllText(Path.Combine(run.Store.Root, ".half.tmp"), "half");
        Directory.CreateDirectory(Path.Combine(run.Store.Root, ".strata-0123456789abcdef0123456789abcdef.partial"));
        Directory.CreateDirectory(Path.Combine(run.Store.Root, "models", ".old.stale"));

        Assert.Empty(Prepare(sets).Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        Assert.Equal(["manifest.json", "predictions.npy", "training.jsonl", "weights.safetensors"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(["models", "plan.json", "report", "study.json", "tensorboard"],
            Directory.EnumerateFileSystemEntries(run.Store.Root).Select(Path.GetFileName).Order());
        Assert.Equal([Path.GetFileName(folder)],
            Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!).Select(Path.GetFileName));
    }

    private static void KillOneWorker()
    {
        foreach (Process process in Process.GetProcessesByName("dotnet"))
        {
            using (process)
            {
                string[] fields = File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[^1].Split(' ');
                if (fields[1] != $"{Environment.ProcessId}") continue;
                process.Kill();
                process.WaitForExit();
                return;
            }
        }
        Assert.Fail("no worker is running");
    }

    [Fact]
    public void A_model_that_diverges_is_told_with_all_that_needs_it_and_not_tried_again()
    {
        string[] sets = ["training.learningRate=100", "training.momentum=0.99", "training.epochs=10", "training.precision=fp32",
            "models[0].seeds=1", "similarity.layers=add", "similarity.passes=1", "training.snapshots=every:1"];
        StudyRun run = Prepare(sets);
        var first = new Recorder();
        RunOutcome outcome = run.Execute(Threads, s_launch, first, TestContext.Current.CancellationToken);
        Assert.Equal(0, outcome.Made);
        // What is not done counts as done, but never as this run's speed: all but the epochs before it diverged.
        RunShare end = first.Counts[^1].Overall;
        Assert.Equal(1, end.Done, 1e-9);
        Assert.InRange(end.Earlier, 0.1, 1);
        Assert.InRange(end.Earlier, 1 - run.Plan.Steps[0].MultiplyAdds / run.Plan.Steps.Sum(step => step.MultiplyAdds) - 1e-9, 1);
        // One cause is one line, however much depends on it.
        FailedStep failed = Assert.Single(outcome.Failures);
        Assert.Equal(3, failed.Dependents);
        Assert.Contains("diverged", failed.ToString());
        Assert.EndsWith("3 steps depend on it", failed.ToString());
        Assert.Equal(4, outcome.Lost);
        Assert.Equal([failed], StudyStatus.Read(run.Store).Failures);
        Assert.Equal(4, StudyStatus.Read(run.Store).Count(ArtifactState.Failed));
        Assert.NotNull(Assert.Single(StudyContents.Read(run.Store).Models).DivergedAtEpoch);
        Assert.False(Directory.Exists(run.Store.WorkingFolderOf(run.Plan.Models[0].Artifact())));

        var told = new Recorder();
        Assert.Equal(4, Prepare(sets).Execute(Threads, s_launch, told, TestContext.Current.CancellationToken).Lost);
        Assert.Empty(told.Begun);
    }

    [Fact]
    public void A_page_that_is_there_is_not_drawn_again()
    {
        string[] sets = ["models[0].seeds=1", "analyses=[\"blocks\"]", "similarity.layers=add", "similarity.passes=1"];
        StudyRun run = Prepare(sets);
        Recorder Again()
        {
            var told = new Recorder();
            Prepare(sets).Execute(Threads, s_launch, told, TestContext.Current.CancellationToken);
            return told;
        }
        Recorder first = Again();
        Assert.Contains("draw the page", first.Begun);
        Assert.Contains("draw the page", first.Done);
        StudyAnswer answer = ReportFolder.Answer(run.Store.ReportFolder);
        string page = File.ReadAllText(Path.Combine(run.Store.ReportFolder, "index.html"));
        Assert.NotEmpty(answer.Sentences);
        Assert.All(answer.Sentences, sentence => Assert.Contains(sentence, page, StringComparison.Ordinal));
        Assert.Empty(Again().Begun);
        Assert.Equal(answer.Sentences, ReportFolder.Answer(run.Store.ReportFolder).Sentences);
        // What is missing, or shows something else than what is there, is drawn.
        File.Delete(Directory.EnumerateFiles(Path.Combine(run.Store.ReportFolder, "figures"), "similarity-*.png").First());
        Assert.Equal(["draw the page"], Again().Begun);
        Directory.Delete(run.Store.FolderOf(run.Plan.Comparisons[0].Artifact()), recursive: true);
        Assert.Contains("draw the page", Again().Begun);
        File.WriteAllText(Path.Combine(run.Store.ReportFolder, "manifest.json"), "{");
        Assert.Equal(["draw the page"], Again().Begun);
        Assert.Empty(Again().Begun);
    }

    [Fact]
    public void Snapshots_stay_in_the_models_folder_and_all_models_see_normalised_images()
    {
        StudyRun run = Prepare("models[0].seeds=1", "training.snapshots=[1,2]", "training.epochs=2", "training.normalize=set",
            "training.optimizer=adamw", "training.learningRate=1e-3", "analyses=[\"probes\"]", "probes.epochs=1",
            "similarity.within=false");
        Assert.Empty(run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        string folder = run.Store.FolderOf(run.Plan.Models[0].Artifact());
        string[] weights = ["weights.epoch1.safetensors", "weights.epoch2.safetensors", "weights.safetensors"];
        Assert.Equal(["manifest.json", "predictions.npy", "training.jsonl", .. weights],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        Assert.Subset(Manifest.Read(folder).Files!.Keys.ToHashSet(), weights.ToHashSet());
        foreach (string file in weights)
        {
            using NetworkWeights one = ModelFile.Read(Path.Combine(folder, file));
            Assert.Equal(Normalization.Parse("set", null).Settle(Small.Digits), one.Normalization);
        }
    }

    [Fact]
    public void An_untrained_control_is_normalised_as_the_trained_models_are()
    {
        PlannedModel control = Small.Plan("models[0].trained=false", "training.normalize=0.3/0.4").Models[0];
        Assert.Equal(Normalization.Parse("0.3/0.4", null), control.Training.Normalize);
        Assert.NotEqual(Small.Plan("models[0].trained=false").Models[0].Key, control.Key);
        // What a control does not depend on leaves its key alone.
        Assert.Equal(control.Key, Small.Plan("models[0].trained=false", "training.normalize=0.3/0.4", "training.optimizer=adamw",
            "training.snapshots=1").Models[0].Key);
    }

    [Fact]
    public void An_untrained_control_has_predictions_and_no_training_log()
    {
        StudyRun run = Prepare("models[0].trained=false", "models[0].seeds=1", "analyses=[]", "similarity.layers=add",
            "similarity.passes=1");
        Assert.Empty(run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        Assert.Equal(["manifest.json", "predictions.npy", "weights.safetensors"],
            Directory.EnumerateFiles(run.Store.FolderOf(run.Plan.Models[0].Artifact())).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Two_runs_in_one_folder_share_the_work_and_do_nothing_twice()
    {
        string[] sets = ["models[0].seeds=4", "models[0].depth=[8,14]", "similarity.layers=add", "similarity.passes=1",
            "similarity.across=seeds", "components.maxExamples=100", "analyses=[\"blocks\",\"components\",\"stability\"]"];
        StudyRun alone = StudyRun.Prepare(Small.Study(sets), Path.Combine(_folder.Path, "alone"), Threads, "");
        alone.Execute(1, s_launch, new Recorder(), TestContext.Current.CancellationToken);

        StudyRun run = Prepare(sets);
        Recorder[] told = [new(), new()];
        RunOutcome[] ended = await Task.WhenAll(told.Select(one => Task.Run(
            () => Prepare(sets).Execute(1, s_launch, one, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken)));
        Assert.All(ended, outcome => Assert.Equal((0, 0, false), (outcome.Left, outcome.Failures.Count, outcome.Stopped)));
        Assert.Equal(run.Plan.Artifacts().Count(), ended[0].Made + ended[0].Kept);
        string[] done = [.. told.SelectMany(one => one.Done).Where(title => title != "draw the page")];
        Assert.Equal(run.Plan.Steps.Where(step => !step.IsLight).Select(step => step.Title).Order(), done.Order());
        Assert.All(told, one => Assert.NotEmpty(one.Done));
        Assert.Equal(Weights(alone), Weights(run));
        Assert.Empty(RunsAtWork.In(Output));
        Assert.Empty(Directory.EnumerateFiles(Output, ".*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_run_of_another_study_does_not_enter_where_one_is_at_work()
    {
        StudyRun run = Prepare();
        Directory.CreateDirectory(Output);
        using (RunsAtWork.Join(Output))
        {
            Assert.Contains("another run is at work here: process", Assert.Throws<StrataException>(
                () => run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken)).Message);
            Assert.False(File.Exists(run.Store.PlanFile));
        }
        Assert.Empty(RunsAtWork.In(Output));
    }

    [Fact]
    public void There_is_no_status_where_no_study_was_run()
        => Assert.Throws<InvalidFileException>(() => StudyStatus.Read(new ArtifactStore(_folder.Path)));
}
