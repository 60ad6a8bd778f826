namespace Strata.Studies.Planning;

/// <summary>A similarity matrix of one model with itself or of two.</summary>
/// <param name="Name">Of its folder: NAME or NAME~NAME.</param>
/// <param name="A">Name of the model of the rows.</param>
/// <param name="B">Name of the model of the columns.</param>
/// <param name="Products">Multiply-adds of all pairs of layers.</param>
/// <param name="GramsA">Multiply-adds of the forward passes and Gram matrices of A, which serve all of its comparisons in a group.</param>
/// <param name="GramsB">Those of B.</param>
public sealed record PlannedComparison(string Name, string Key, string A, string B, double Products, double GramsA, double GramsB)
{
    /// <summary>Multiply-adds of comparisons that are made together.</summary>
    public static double Cost(IReadOnlyList<PlannedComparison> group)
    {
        double models = group.SelectMany(c => new[] { (Name: c.A, Grams: c.GramsA), (Name: c.B, Grams: c.GramsB) }).DistinctBy(m => m.Name)
            .Sum(m => m.Grams);
        return models + group.Sum(c => c.Products);
    }
}
