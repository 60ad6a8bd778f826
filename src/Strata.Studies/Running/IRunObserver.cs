using Strata.Studies.Work;

namespace Strata.Studies.Running;

/// <summary>Told what a run does, from one thread at a time.</summary>
public interface IRunObserver
{
    /// <summary>Something that the user should know and that stops nothing, such as a damaged result that is made again.</summary>
    void Noted(string sentence);

    /// <summary>Results that are there are being read, to see whether they are whole.</summary>
    /// <param name="share">Of them that have been.</param>
    void Checking(double share);

    /// <summary>Where the run's steps are, whenever that changes.</summary>
    void Counted(int done, int running, int left, RunShare overall);

    void Began(string title);

    /// <param name="title">Of the step.</param>
    /// <param name="progress">Of the step.</param>
    /// <param name="overall">Of the run.</param>
    void Moved(string title, WorkProgress progress, RunShare overall);

    void Ended(string title, double seconds, RunShare overall);

    void Failed(string title, string reason, RunShare overall);
}
