using Strata.Cli;
using Strata.Cli.Commands;

return CommandLine.Run(args,
    RunCommand.Create(),
    StatusCommand.Create(),
    ReportCommand.Create(),
    SchemaCommand.Create(),
    CompareCommand.Create(),
    WorkerCommand.Create(),
    TrainCommand.Create(),
    PredictCommand.Create(),
    InspectCommand.Create(),
    DataCommand.Create(),
    SimilarityCommand.Create(),
    BlocksCommand.Create(),
    ErrorsCommand.Create(),
    DoctorCommand.Create());
