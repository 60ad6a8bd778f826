using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>What one measurement is of: for as much as speeds differ by.</summary>
/// <param name="Network">A shallow network of the family, or the key of an ONNX graph.</param>
internal readonly record struct Measurement(MeasuredWork Work, object Network, int Batch, Precision Precision, int Threads);
