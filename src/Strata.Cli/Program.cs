using Strata.Cli;
using Strata.Cli.Commands;

return CommandLine.Run(args,
    TrainCommand.Create(),
    PredictCommand.Create(),
    InspectCommand.Create(),
    DataCommand.Create(),
    DoctorCommand.Create());
