namespace Strata.Analysis.Populations;

/// <summary>Mean accuracy of a population.</summary>
/// <param name="Models">How many.</param>
/// <param name="Mean">Percent of the test examples.</param>
/// <param name="Sem">Standard error of the mean over models, in percentage points.</param>
public sealed record PopulationAccuracy(string Name, int Models, double Mean, double Sem);
