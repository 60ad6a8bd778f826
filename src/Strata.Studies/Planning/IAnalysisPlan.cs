using Strata.Studies.Format;

namespace Strata.Studies.Planning;

/// <summary>What planning knows of a kind of analysis.</summary>
internal interface IAnalysisPlan : IAnalysisForm
{
    /// <summary>About a family of models, without those of them that could not be made or did not learn.</summary>
    bool OfFamily { get; }

    /// <summary>What it comes to in a study.</summary>
    IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning);
}
