using System.CommandLine;

namespace Strata.Cli;

/// <summary>
/// Options that every command takes, so that a script can give all of them the same ones. A command that they change something for has them
/// of its own; to the others they are added here.
/// </summary>
internal static class EverywhereOptions
{
    public static void AddTo(Command command)
    {
        foreach (Command below in command.Subcommands) AddTo(below);
        if (command.Subcommands.Count > 0 || command.Hidden) return;
        Option<int?> threads = CommonOptions.Threads();
        Option<string> precision = CommonOptions.Precision();
        Option<long> seed = CommonOptions.Seed();
        precision.Description = "auto, fp32 or bf16; nothing here depends on it.";
        seed.Description = "Nothing here is random.";
        foreach (Option option in (Option[])[threads, precision, seed])
            if (command.Options.All(own => own.Name != option.Name)) command.Options.Add(option);
    }

    /// <summary>Threads that are asked for are used, whatever a command does with them.</summary>
    public static void Apply(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == "--threads") is Option<int?> threads
            && parsed.GetValue(threads) is { } number) Runtime.Threads.SetWithoutTensors(number);
    }
}
