namespace Strata.EndToEnd.Tests;

/// <summary>A trained network that costs next to nothing, for tests that read it and leave it as it is.</summary>
public sealed class SmallModel : IDisposable
{
    private readonly WorkFolder _folder = new();

    /// <summary>What trains it, but for the output.</summary>
    internal static string[] Training { get; } =
        ["train", "--depth", "8", "--data", "digits", "--epochs", "1", "--fraction", "1/4", "--batch", "64", "--output"];

    public SmallModel() => _folder.Strata([.. Training, "m.safetensors"]).Expect(0);

    public string Path => _folder["m.safetensors"];

    public void Dispose() => _folder.Dispose();
}
