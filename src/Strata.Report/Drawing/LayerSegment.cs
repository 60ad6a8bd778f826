namespace Strata.Report.Drawing;

/// <summary>Neighbouring layers of one stage, or the stem, or the head.</summary>
/// <param name="Start">Its first layer.</param>
/// <param name="End">One past its last.</param>
internal sealed record LayerSegment(string Label, int Start, int End);
