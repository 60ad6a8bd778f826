using Strata.Cli;
using Strata.Cli.Commands;

return CommandLine.Run(args,
    DoctorCommand.Create(),
    DataCommand.Create());
