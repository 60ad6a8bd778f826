namespace Strata.Reliability.Processes;

/// <summary>Linux' numbers.</summary>
internal enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
