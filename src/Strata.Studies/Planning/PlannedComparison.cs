namespace Strata.Studies.Planning;

/// <summary>A similarity matrix of one model with itself or of two.</summary>
/// <param name="Name">Of its folder: NAME or NAME~NAME.</param>
/// <param name="A">Name of the model of the rows.</param>
/// <param name="B">Name of the model of the columns.</param>
/// <param name="MultiplyAdds">Of its Gram matrices and products; forward passes are shared and counted with the group.</param>
public sealed record PlannedComparison(string Name, string Key, string A, string B, double MultiplyAdds);
