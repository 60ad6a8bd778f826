namespace Strata.Data;

/// <summary>How far a step of opening a set has come.</summary>
/// <param name="Step">What is done, such as <c>decoding images</c>.</param>
/// <param name="Done">Units finished.</param>
/// <param name="Total">Units in all.</param>
public readonly record struct LoadProgress(string Step, double Done, double Total);
