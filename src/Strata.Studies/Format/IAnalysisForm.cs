namespace Strata.Studies.Format;

/// <summary>What a study file knows of a kind of analysis.</summary>
internal interface IAnalysisForm
{
    /// <summary>As in study files and manifests.</summary>
    string Name { get; }

    /// <summary>Why a study cannot ask for it, or null.</summary>
    string? Problem(Study study);
}
