using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Studies.Planning;

namespace Strata.Studies.Storage;

/// <summary>Analyses of families that were made without models that have been made since, or are going to be.</summary>
internal static class OutdatedAnalysis
{
    /// <param name="analysis">One that is there.</param>
    /// <param name="isLost">Whether an artifact is not there and will not be made.</param>
    public static bool Is(PlannedAnalysis analysis, ArtifactStore store, Func<Artifact, bool> isLost)
    {
        if (!analysis.OfFamily) return false;
        try
        {
            IReadOnlyDictionary<string, string> made = Manifest.Read(store.FolderOf(analysis.Artifact())).Inputs;
            return analysis.Inputs.Any(input => !made.ContainsKey(input.Key) && !isLost(input.Value));
        }
        catch (InvalidFileException)
        {
            // Another run is just putting its own in the place.
            return true;
        }
    }
}
