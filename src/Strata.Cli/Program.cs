using Strata.Cli;
using Strata.Cli.Commands;

return CommandLine.Run(args,
    RunCommand.Create(),
    StatusCommand.Create(),
    VerifyCommand.Create(),
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
    PruneCommand.Create(),
    ErrorsCommand.Create(),
    DoctorCommand.Create());
