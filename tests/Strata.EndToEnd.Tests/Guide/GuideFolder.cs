using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;

namespace Strata.EndToEnd.Tests.Guide;

/// <summary>A reader's folder: the studies that come along, photographs, a model from elsewhere, activations.</summary>
internal sealed class GuideFolder : IDisposable
{
    private const int PhotosPerClass = 20, Classes = 3;

    private readonly WorkFolder _folder = new();

    public GuideFolder()
    {
        Directory.CreateDirectory(_folder["studies"]);
        foreach (string study in Directory.GetFiles(Path.Combine(Repository.Root, "studies")))
            File.Copy(study, Path.Combine(_folder["studies"], Path.GetFileName(study)));
        TakePhotos();
        SaveActivations();
        MakeModel();
    }

    public string this[string name] => _folder[name];

    /// <summary>Runs a line of a document as a shell would, with the built command as <c>strata</c>.</summary>
    public RunResult Run(string line) => _folder.Shell($"strata() {{ \"$strata\" \"$@\"; }}\n{line}");

    public void Save(Fence fence)
    {
        string path = _folder[fence.SaveAs!];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, fence.Text);
    }

    public void Dispose() => _folder.Dispose();

    private void TakePhotos()
    {
        ImageSet set = ImageSets.Load("thumbs");
        foreach ((string split, Examples examples) in new[] { ("train", set.Train), ("test", set.Test) })
        {
            for (int label = 0; label < Classes; label++)
            {
                string place = _folder[Path.Combine("photos", split, set.Classes[label])];
                Directory.CreateDirectory(place);
                foreach (int i in Enumerable.Range(0, examples.Count).Where(i => examples.Labels[i] == label).Take(PhotosPerClass))
                    File.WriteAllBytes(Path.Combine(place, $"{i:000}.png"), ImagePng.Of(set, examples, i));
            }
        }
    }

    private void SaveActivations()
    {
        const int Examples = 60, Features = 16;
        Directory.CreateDirectory(_folder["activations"]);
        foreach ((string name, double rate) in new[] { ("first", 0.7), ("second", 0.9) })
        {
            NpyFile.Write(_folder[$"activations/{name}.npy"],
                [.. Enumerable.Range(0, Examples * Features).Select(i => MathF.Sin((float)rate * i * i))], Examples, Features);
        }
    }

    /// <summary>A network of Strata's without what Strata says of it, as another program would write it.</summary>
    private void MakeModel()
    {
        Run("strata train --depth 8 --data imagefolder:photos@32 --epochs 1 --batch 16 --quiet --output trained.safetensors").Expect(0);
        SafetensorsFile.Write(_folder["my-model.pth"], new Dictionary<string, string>(),
            SafetensorsFile.Read(_folder["trained.safetensors"]).Tensors);
    }
}
