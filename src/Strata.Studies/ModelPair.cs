namespace Strata.Studies;

/// <summary>Two models by name or glob, without data set and key, such as <c>resnet38-1x-s0</c> and <c>resnet14-1x-s*</c>.</summary>
public sealed record ModelPair(string A, string B);
