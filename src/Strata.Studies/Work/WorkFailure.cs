using Strata.Runtime;

namespace Strata.Studies.Work;

/// <summary>Why a piece of work failed, as one sentence.</summary>
internal static class WorkFailure
{
    public static bool IsUnforeseen(Exception failure)
        => failure is not (StrataException or InvalidOptionsException or IOException or UnauthorizedAccessException);

    public static string Sentence(Exception failure)
        // Native errors carry a C++ stack behind their first line.
        => IsUnforeseen(failure) ? $"an unforeseen failure ({failure.GetType().Name}): {failure.Message.Split('\n')[0].TrimEnd()}"
            : failure.Message;
}
