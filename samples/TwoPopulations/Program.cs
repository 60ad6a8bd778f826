// What two populations of models get wrong, from predictions of any framework.
//
//     dotnet run --project samples/TwoPopulations -- wide.npy deep.npy labels.npy
//
// wide.npy and deep.npy are [models, examples] classes, or [models, examples, classes] probabilities; labels.npy is [examples].
using Strata.Analysis.Populations;
using Strata.Runtime;

if (args is not [string a, string b, string labels])
{
    Console.Error.WriteLine("usage: TwoPopulations A.npy B.npy LABELS.npy");
    return 2;
}
try
{
    var errors = PopulationComparison.Of(PopulationFile.Read(a), PopulationFile.Read(b), PopulationFile.ReadLabels(labels));
    Console.WriteLine($"{errors.A.Name}: {errors.A.Models} models, {errors.A.Mean:0.00} % right");
    Console.WriteLine($"{errors.B.Name}: {errors.B.Models} models, {errors.B.Mean:0.00} % right; Welch's p {errors.Welch.P:0.000}");
    Console.WriteLine($"examples whose accuracies differ by 10 points and more: {errors.Examples.Over10:0.0} %, "
        + $"between halves of one population {errors.Examples.Control.Over10:0.0} %");
    Console.WriteLine($"classes that differ beyond chance (Holm–Šidák): {errors.Classes.SignificantCorrected}");
    return 0;
}
catch (StrataException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
