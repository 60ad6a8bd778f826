using System.Text;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Studies;

/// <summary>Reads the log of a training.</summary>
internal static class TrainingLog
{
    public const string FileName = "training.jsonl";

    private const string What = "log of a training";

    /// <summary>The epochs in order, none where there is no file; a last line that a kill cut short is left out.</summary>
    /// <exception cref="InvalidFileException">A line before the last is no epoch, or not the next one.</exception>
    public static IReadOnlyList<EpochRecord> Read(string path)
    {
        var epochs = new List<EpochRecord>();
        // A training that has just begun has written none.
        if (!Path.Exists(path) || FileChecksum.LengthOf(path) is 0) return epochs;
        string[] lines = Encoding.UTF8.GetString(JsonFile.ReadBytes(path, What)).TrimEnd('\n').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            try
            {
                EpochRecord epoch = JsonFile.Parse<EpochRecord>(Encoding.UTF8.GetBytes(lines[i]), path, What, StudyJson.Line, line: i + 1);
                if (EpochRecord.Problem(epoch, i + 1, epoch.Epochs) is { } problem)
                    throw new InvalidFileException(path, $"line {i + 1}: {problem}");
                epochs.Add(epoch);
            }
            catch (InvalidFileException) when (i == lines.Length - 1)
            {
                break;
            }
        }
        return epochs;
    }
}
