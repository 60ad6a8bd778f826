namespace Strata.Studies.Reporting;

/// <summary>How far studies are whose page is kept up to date.</summary>
/// <param name="Version">Of what there is: it changes with every result.</param>
/// <param name="Done">Results that are there.</param>
/// <param name="All">Results that are planned.</param>
/// <param name="Running">Whether a run is at work.</param>
/// <param name="Working">What is being made, such as <c>models/NAME: epoch 3 of 12</c>.</param>
public sealed record LiveState(string Version, int Done, int All, bool Running, IReadOnlyList<string> Working);
