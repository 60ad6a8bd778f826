using Strata.Cli;

return FileHandles.Suffice() ? CommandLine.Run(args) : ExitCode.Failed;
