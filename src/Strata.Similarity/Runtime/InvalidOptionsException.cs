namespace Strata.Runtime;

/// <summary>Options outside their range; every problem at once, each with the value received and the range expected.</summary>
public sealed class InvalidOptionsException(IReadOnlyList<string> problems) : ArgumentException(string.Join(Environment.NewLine, problems))
{
    public InvalidOptionsException(string problem) : this([problem]) { }

    public IReadOnlyList<string> Problems { get; } = problems;
}
