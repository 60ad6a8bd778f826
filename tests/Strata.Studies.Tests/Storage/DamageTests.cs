using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Storage;
using Strata.Studies.Tests.Running;

namespace Strata.Studies.Tests.Storage;

/// <summary>Damage to the results of a finished study: seen, told, and made again.</summary>
public sealed class DamageTests(FinishedStudy study) : IClassFixture<FinishedStudy>
{
    private static readonly Dictionary<string, Action<string>> s_damages = new()
    {
        ["first byte flipped"] = file => Flip(file, 0),
        ["middle bit flipped"] = file => Flip(file, new FileInfo(file).Length / 2, 0x04),
        ["last byte flipped"] = file => Flip(file, new FileInfo(file).Length - 1),
        ["cut"] = file => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]),
        ["emptied"] = file => File.WriteAllBytes(file, []),
        ["longer"] = file => File.AppendAllText(file, "\n"),
        ["deleted"] = File.Delete,
        ["a folder"] = file => { File.Delete(file); Directory.CreateDirectory(file); },
        ["a link to nowhere"] = file => { File.Delete(file); File.CreateSymbolicLink(file, file + ".nowhere"); },
        ["a link to another file"] = file => { File.Delete(file); File.CreateSymbolicLink(file, "/etc/hostname"); },
        ["an endless device"] = file => { File.Delete(file); File.CreateSymbolicLink(file, "/dev/zero"); },
    };

    private static void Flip(string file, long at, byte bits = 0x10)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at] ^= bits;
        File.WriteAllBytes(file, bytes);
    }

    private static ArtifactStatus StatusOf(ArtifactStore store, Artifact artifact)
        => StudyStatus.Read(store).Artifacts.Single(a => a.Artifact == artifact.Folder);

    private static Artifact Weights(Plan plan) => plan.Models[0].Artifact();

    [Fact]
    public void Every_damage_to_every_file_shows_in_the_status()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        foreach (Artifact artifact in plan.Artifacts())
        {
            foreach (string file in Directory.GetFiles(store.FolderOf(artifact)))
            {
                byte[] whole = File.ReadAllBytes(file);
                foreach ((string damage, Action<string> apply) in s_damages)
                {
                    apply(file);
                    ArtifactCheck found = store.Check(artifact);
                    Assert.True(found.Health == ArtifactHealth.Damaged,
                        $"{Path.GetFileName(file)} of {artifact.Folder}, {damage}: {found}");
                    Assert.Contains(Path.GetFileName(file), found.Problem, StringComparison.Ordinal);
                    Assert.DoesNotContain("System.", found.Problem, StringComparison.Ordinal);
                    if (Directory.Exists(file)) Directory.Delete(file);
                    File.Delete(file);
                    File.WriteAllBytes(file, whole);
                }
            }
            Assert.Equal(ArtifactHealth.Whole, store.Check(artifact).Health);
        }
    }

    [Fact]
    public void What_was_made_from_damaged_results_counts_as_damaged()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        Flip(Path.Combine(store.FolderOf(Weights(plan)), "weights.safetensors"), 5000);
        StudyStatus status = StudyStatus.Read(store);
        Assert.Equal(Needing(plan, Weights(plan)).Select(a => a.Folder).Order(),
            status.Artifacts.Where(a => a.State == ArtifactState.Damaged).Select(a => a.Artifact).Order());
        Assert.StartsWith("weights.safetensors is damaged", StatusOf(store, Weights(plan)).Detail, StringComparison.Ordinal);
        Assert.Equal($"was made from {Weights(plan).Folder}, which is damaged", StatusOf(store, plan.Comparisons[0].Artifact()).Detail);
        Assert.Contains("\"damaged\": [", status.ToJson(), StringComparison.Ordinal);
    }

    private static HashSet<Artifact> Needing(Plan plan, Artifact damaged)
    {
        var all = new HashSet<Artifact> { damaged };
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in plan.Needs())
            if (needs.Any(all.Contains)) all.Add(artifact);
        return all;
    }

    [Fact]
    public void A_run_makes_damaged_results_again_with_all_that_was_made_from_them_and_says_so()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        string weights = Path.Combine(store.FolderOf(Weights(plan)), "weights.safetensors");
        byte[] before = File.ReadAllBytes(weights);
        Flip(weights, 5000);
        int lost = Needing(plan, Weights(plan)).Count;

        var told = new Recorder();
        RunOutcome outcome = FinishedStudy.Run(store.Root, told);
        Assert.Empty(outcome.Failures);
        Assert.Equal((lost, study.Results - lost), (outcome.Made, outcome.Kept));
        Assert.Equal(lost, told.Notes.Count);
        Assert.StartsWith($"{Weights(plan).Folder}: weights.safetensors is damaged", told.Notes[0], StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(weights));
        Assert.True(File.Exists(Path.Combine(store.Root, "damaged", Weights(plan).Folder, "weights.safetensors")));
        Assert.Equal(study.Results, StudyStatus.Read(store).Count(ArtifactState.Done));

        // Once more, of the same result: what was set aside before stays.
        File.Delete(Path.Combine(store.FolderOf(plan.Comparisons[0].Artifact()), Manifest.FileName));
        told = new();
        Assert.Empty(FinishedStudy.Run(store.Root, told).Failures);
        Assert.Contains($"set aside as {Path.Combine("damaged", plan.Comparisons[0].Artifact().Folder)}-2", told.Notes[0],
            StringComparison.Ordinal);
        Assert.Equal(study.Results, StudyStatus.Read(store).Count(ArtifactState.Done));
    }

    [Fact]
    public void Of_two_runs_that_found_the_same_damage_the_second_moves_nothing()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        Flip(Path.Combine(store.FolderOf(Weights(plan)), "weights.safetensors"), 5000);
        StoreCheck first = store.CheckOf(plan), second = store.CheckOf(plan), third = store.CheckOf(plan);
        Assert.Equal(Needing(plan, Weights(plan)).Count, first.SetAside().Count);
        Assert.Empty(second.SetAside());
        Assert.False(second.Has(Weights(plan)));
        Assert.Empty(FinishedStudy.Run(store.Root, new()).Failures);
        Assert.Empty(third.SetAside());
        Assert.True(third.Has(plan.Comparisons[0].Artifact()));
        Assert.Equal(study.Results, StudyStatus.Read(store).Count(ArtifactState.Done));
    }

    [Fact]
    public void Exchanged_folders_and_manifests_are_damage_and_a_deleted_folder_is_made_alone()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        string Folder(int model) => store.FolderOf(plan.Models[model].Artifact());
        Directory.Move(Folder(0), Folder(0) + ".x");
        Directory.Move(Folder(1), Folder(0));
        Directory.Move(Folder(0) + ".x", Folder(1));
        File.Copy(Path.Combine(Folder(3), Manifest.FileName), Path.Combine(Folder(2), Manifest.FileName), overwrite: true);
        for (int i = 0; i < 3; i++)
            Assert.StartsWith("manifest.json is that of the model 'digits", store.Check(plan.Models[i].Artifact()).Problem,
                StringComparison.Ordinal);

        ArtifactStore other = study.Copy();
        Directory.Delete(other.FolderOf(Weights(plan)), recursive: true);
        StudyStatus status = StudyStatus.Read(other);
        Assert.Equal((1, study.Results - 1), (status.Count(ArtifactState.Left), status.Count(ArtifactState.Done)));
        File.WriteAllText(other.FolderOf(Weights(plan)), "a file");
        Assert.Equal("is no folder", StatusOf(other, Weights(plan)).Detail);
        other.SetAside(Weights(plan));
        Assert.Equal(ArtifactHealth.Missing, other.Check(Weights(plan)).Health);
    }

    [Fact]
    public void What_is_no_part_of_a_result_is_told_and_not_read()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        File.WriteAllText(Path.Combine(store.FolderOf(plan.Comparisons[0].Artifact()), "component_cosines.npy"), "no array");
        File.WriteAllText(Path.Combine(store.FolderOf(plan.Comparisons[0].Artifact()), ".DS_Store"), "of the system");
        StudyStatus status = StudyStatus.Read(store);
        Assert.Equal(study.Results, status.Count(ArtifactState.Done));
        Assert.Contains("holds 'component_cosines.npy', which is no part of it", Assert.Single(status.Notes), StringComparison.Ordinal);
        Assert.Null(StudyContents.Read(store).Comparisons[0].Matrix.Components);
    }

    [Fact]
    public void A_page_shows_what_is_whole_and_names_what_is_not()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        StudyContent whole = StudyContents.Read(store);
        Assert.Empty(whole.Warnings);
        Flip(Path.Combine(store.FolderOf(plan.Comparisons[0].Artifact()), "cka.npy"), 150);
        Flip(Path.Combine(store.FolderOf(plan.Of(Study.PopulationErrors).First().Artifact()), "tests.json"), 300);
        ReportFolder.Write(store);
        IReadOnlyList<string> told = ReportFolder.Answer(store.ReportFolder).Warnings;
        StudyContent content = StudyContents.Read(store);
        Assert.Equal((whole.Comparisons.Count - 1, 0), (content.Comparisons.Count, content.Errors.Count));
        Assert.Contains(told, w => w.Contains("cka.npy is damaged", StringComparison.Ordinal));
        Assert.Contains(told, w => w.Contains("tests.json is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void Results_of_earlier_versions_are_done_and_unverified()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        foreach (string manifest in Directory.EnumerateFiles(store.Root, Manifest.FileName, SearchOption.AllDirectories))
            Unseal(manifest, 1);
        Unseal(store.PlanFile, 3);
        StudyStatus status = StudyStatus.Read(store);
        Assert.Equal(study.Results, status.Count(ArtifactState.Done));
        Assert.Contains($"{study.Results} results of an earlier version without checksums", Assert.Single(status.Notes),
            StringComparison.Ordinal);
        Assert.Equal(plan.Comparisons.Count, StudyContents.Read(store).Comparisons.Count);
        RunOutcome outcome = FinishedStudy.Run(store.Root, new());
        Assert.Equal((0, study.Results), (outcome.Made, outcome.Kept));
    }

    /// <summary>As versions without checksums wrote it.</summary>
    private static void Unseal(string path, int format)
    {
        var json = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
        json["format"] = format;
        foreach (string member in new[] { "files", "checksum", "studyFile" }) json.Remove(member);
        File.WriteAllText(path, json.ToJsonString());
    }

    [Fact]
    public void A_damaged_plan_is_named_with_the_way_on_and_a_run_writes_both_study_files_anew()
    {
        ArtifactStore store = study.Copy();
        byte[] plan = File.ReadAllBytes(store.PlanFile);
        var random = new RandomSequence(5, "places");
        for (int i = 0; i < 200; i++)
        {
            Flip(store.PlanFile, random.Next(plan.Length), (byte)(1 << random.Next(8)));
            string message = Assert.Throws<InvalidFileException>(() => StudyStatus.Read(store)).Message;
            Assert.StartsWith(store.PlanFile, message, StringComparison.Ordinal);
            Assert.EndsWith("run the study again, which writes it anew and keeps what is there", message, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
            File.WriteAllBytes(store.PlanFile, plan);
        }

        string text = File.ReadAllText(store.StudyFile);
        File.WriteAllText(store.StudyFile,
            text.Replace("\"seed", "\"sead", StringComparison.Ordinal).Replace("\"epochs\": 1", "\"epochs\": 7", StringComparison.Ordinal));
        Assert.StartsWith("study.json is damaged", Assert.Single(StudyStatus.Read(store).Notes), StringComparison.Ordinal);
        var told = new Recorder();
        Assert.Equal(study.Results, FinishedStudy.Run(store.Root, told).Kept);
        Assert.StartsWith("study.json is damaged", Assert.Single(told.Notes), StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(store.StudyFile));
        File.WriteAllText(store.PlanFile, "{");
        told = new();
        Assert.Equal(study.Results, FinishedStudy.Run(store.Root, told).Kept);
        Assert.StartsWith("plan.json no plan", Assert.Single(told.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Work_refuses_inputs_that_were_damaged_since_the_run_began()
    {
        ArtifactStore store = study.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        Flip(Path.Combine(store.FolderOf(plan.Comparisons[0].Artifact()), "cka.npy"), 150);
        string message = Assert.Throws<InvalidFileException>(() => store.FolderOfWhole(plan.Comparisons[0].Artifact())).Message;
        Assert.Contains("cka.npy is damaged", message, StringComparison.Ordinal);
        Assert.EndsWith("the study's next run makes it again", message, StringComparison.Ordinal);
    }
}
