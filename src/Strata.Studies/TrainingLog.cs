using System.Text.Json;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Studies;

/// <summary>Reads the log of a training.</summary>
internal static class TrainingLog
{
    public const string FileName = "training.jsonl";

    /// <summary>The epochs in order; a last line that a kill cut short is left out.</summary>
    /// <exception cref="InvalidFileException">A line before the last is no epoch.</exception>
    public static IReadOnlyList<EpochRecord> Read(string path)
    {
        var epochs = new List<EpochRecord>();
        if (!File.Exists(path)) return epochs;
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            try
            {
                epochs.Add(JsonSerializer.Deserialize<EpochRecord>(lines[i], StudyJson.Line)
                    ?? throw new JsonException("null is no epoch"));
            }
            catch (JsonException wrong) when (i < lines.Length - 1)
            {
                throw new InvalidFileException(path, $"line {i + 1}: {wrong.Message}", wrong);
            }
            catch (JsonException)
            {
                break;
            }
        }
        return epochs;
    }
}
