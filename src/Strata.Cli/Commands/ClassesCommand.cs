using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary><c>strata classes</c>: what the classes of a set are.</summary>
internal static class ClassesCommand
{
    public static Command Create()
        => new("classes", "Names classes and puts them into groups.\n\nExample: strata classes groups --classes wnids.txt --at-least 51")
        {
            ClassesCommandGroups.Create(),
        };
}
