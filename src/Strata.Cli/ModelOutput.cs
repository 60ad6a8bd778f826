using Strata.Runtime;
using Strata.Training;

namespace Strata.Cli;

/// <summary>
/// Where a command makes a weights file with its log and state: at the output, where no other process may be at work then; for a device,
/// which nothing can be beside, in a folder of its own.
/// </summary>
internal sealed class ModelOutput : IDisposable
{
    private readonly string _named;
    private readonly OutputLock? _lock;
    private readonly DirectoryInfo? _scratch;

    private ModelOutput(string named, string path, OutputLock? held, DirectoryInfo? scratch)
        => (_named, Path, _lock, _scratch) = (named, path, held, scratch);

    /// <summary>The file to make, behind links.</summary>
    public string Path { get; }

    public TrainingFiles Files => TrainingFiles.Beside(Path);

    /// <exception cref="StrataException">It cannot be written, or another process is at work on it.</exception>
    public static ModelOutput Take(string named)
    {
        OutputFiles.Require(named);
        OutputPlace place = OutputPlace.Of(named);
        if (!place.IsStream) return new(named, place.Path, OutputLock.Take(place.Path), null);
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("strata-");
        return new(named, System.IO.Path.Combine(scratch.FullName, "model.safetensors"), null, scratch);
    }

    /// <summary>Whether nothing can be beside the output.</summary>
    public bool IsDevice => _scratch is not null;

    /// <summary>What an interrupted command says: <paramref name="kept"/>, or that a device keeps nothing.</summary>
    public string HowToGoOn(string kept)
        => $"Interrupted; {(_scratch is null ? kept : $"{Foreign.Path(_named)} is a device, so that nothing is kept.")}";

    /// <summary>Brings the finished file to its device.</summary>
    public void Finish()
    {
        if (_scratch is null) return;
        AtomicFile.Write(_named, stream =>
        {
            using FileStream made = File.OpenRead(Path);
            made.CopyTo(stream);
        });
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _scratch?.Delete(recursive: true);
    }
}
