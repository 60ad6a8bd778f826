using Strata.Runtime;

namespace Strata.Studies.Work;

/// <summary>Work that goes on from what an interrupted run has left.</summary>
internal static class Resuming
{
    /// <summary>Does the work without what was left that is damaged or belongs to other work.</summary>
    /// <param name="title">What the user calls the work.</param>
    /// <param name="say">Told the first time that something is left out.</param>
    public static T OrAnew<T>(string title, Action<string> say, Func<T> work)
    {
        for (bool told = false; ; told = true)
        {
            try
            {
                return work();
            }
            catch (UnusableStateException unusable)
            {
                if (!told) say($"{title}: {Path.GetFileName(unusable.Path)} {unusable.Problem}; begun anew");
                if (Directory.Exists(unusable.Path)) Directory.Delete(unusable.Path, recursive: true);
                else File.Delete(unusable.Path);
            }
        }
    }
}
