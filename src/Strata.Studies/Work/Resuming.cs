using Strata.Runtime;

namespace Strata.Studies.Work;

/// <summary>Work that goes on from what an interrupted run has left.</summary>
internal static class Resuming
{
    /// <summary>Does the work, and begins it anew where what was left is damaged or belongs to other work.</summary>
    /// <param name="title">What the user calls the work.</param>
    /// <param name="say">Told when it begins anew.</param>
    public static T OrAnew<T>(string title, Action<string> say, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UnusableStateException unusable)
        {
            say($"{title}: {Path.GetFileName(unusable.Path)} {unusable.Problem}; begun anew");
            if (Directory.Exists(unusable.Path)) Directory.Delete(unusable.Path, recursive: true);
            else File.Delete(unusable.Path);
            return work();
        }
    }
}
