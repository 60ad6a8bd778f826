using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>
/// One kind of analysis: its name, what it comes to in a plan (with keys, needs and costs), the work, and the files. Planning, running,
/// status and provenance treat all kinds alike; a new one is a new class and a line in <see cref="AnalysisKinds"/>.
/// </summary>
internal abstract class AnalysisKind : IAnalysisPlan
{
    /// <summary>As in study files and manifests.</summary>
    public abstract string Name { get; }

    /// <summary>What a list of times calls several of them.</summary>
    public abstract string Plural { get; }

    /// <summary>Takes milliseconds and neither images nor tensors.</summary>
    public virtual bool Light => false;

    /// <summary>About a family of models, without those of them that could not be made or did not learn.</summary>
    public virtual bool OfFamily => false;

    /// <summary>Goes on from what an interrupted run left in its working folder.</summary>
    public virtual bool Resumes => false;

    /// <summary>Why a study cannot ask for it, or null.</summary>
    public virtual string? Problem(Study study) => null;

    /// <summary>Why it came to nothing in a study that asks for it.</summary>
    public virtual string Absence => "there is no model for it";

    /// <summary>Why an ONNX graph cannot have it, or null.</summary>
    /// <param name="classes">Of the images.</param>
    public virtual string? GraphProblem(PlannedGraph graph, int classes) => null;

    /// <summary>What it comes to in a study.</summary>
    public abstract IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning);

    /// <summary>Writes its files into the working folder.</summary>
    public abstract Findings Execute(AnalysisWork work);

    /// <summary>What a page shows of a finished one.</summary>
    /// <param name="folder">Its files.</param>
    /// <param name="own">The model's similarity with itself, where it is about one model that was compared.</param>
    public virtual IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own) => [];
}
