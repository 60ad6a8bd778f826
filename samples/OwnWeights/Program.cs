// Weights that you have, from PyTorch or from Strata, on images that you have: accuracy, similarity of all layers, and the verdict.
//
//     dotnet run --project samples/OwnWeights -- resnet20.th cifar10:cifar-10-batches-bin
using Strata.Activations;
using Strata.Analysis;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;

if (args is not [string weights, string data])
{
    Console.Error.WriteLine("usage: OwnWeights WEIGHTS DATA, such as resnet20.th imagefolder:photos@32");
    return 2;
}
try
{
    ImageSet images = ImageSets.Load(data);
    using TrainedModel model = TrainedModel.Open(weights, images);
    var options = new ComparisonOptions { MaxExamples = 2000, Passes = 1 };
    SimilarityMatrix map = ModelComparison.Compare(model, options: options, progress: new Progress(model.Name));
    BlockStructure blocks = BlockStructure.Of(map, PrincipalComponents.Of(model));
    Heatmap.Write(map, model.Name);
    Console.WriteLine($"{model.Spec.Name}: {100 * model.Accuracy():0.0} % of {model.ExampleCount} images, {model.Layers.Count} layers");
    Console.WriteLine($"{blocks.Verdict}; {model.Name}.png shows all layers with each other");
    return 0;
}
catch (StrataException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}

internal sealed class Progress(string name) : IProgress<ComparisonProgress>
{
    public void Report(ComparisonProgress value) => Console.Error.WriteLine($"{name}: {value.Share:P0} compared");
}
