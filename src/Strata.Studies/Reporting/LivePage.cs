using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Reporting;

/// <summary>The page of studies that may still be running, made anew when there is more to show.</summary>
/// <param name="stores">One or several, in the order in which they are shown.</param>
public sealed class LivePage(IReadOnlyList<ArtifactStore> stores)
{
    private readonly Lock _lock = new();
    private string? _version;
    private string _page = "";

    /// <summary>How far they are. Whether results are damaged is not looked at, so that it can be asked every few seconds.</summary>
    /// <exception cref="InvalidFileException">No study was run there, or its plan is damaged.</exception>
    public LiveState State()
    {
        int done = 0, all = 0;
        bool running = false;
        var working = new List<string>();
        foreach (ArtifactStore store in stores)
        {
            Plan plan = Plan.Parse(store.PlanFile);
            running |= RunsAtWork.In(store.Root).Count > 0;
            var trainings = plan.Models.ToDictionary(model => model.Artifact());
            foreach (Artifact artifact in plan.Artifacts())
            {
                all++;
                if (store.Has(artifact)) done++;
                else if (store.MakerOf(artifact) is not null)
                    working.Add(artifact.Folder + (trainings.TryGetValue(artifact, out PlannedModel? model)
                        && StudyStatus.Epochs(store, model) is { } epochs ? $": {epochs}" : ""));
            }
        }
        return new(ReportFolder.KeyOf(stores), done, all, running, working);
    }

    /// <summary>The page as of now.</summary>
    /// <exception cref="InvalidFileException">As <see cref="State"/>, or results do not fit each other.</exception>
    public string Page()
    {
        lock (_lock)
        {
            string version = ReportFolder.KeyOf(stores);
            if (version == _version) return _page;
            _page = StudyReport.LivePage(ReportFolder.ContentOf(stores), version);
            _version = version;
            return _page;
        }
    }
}
