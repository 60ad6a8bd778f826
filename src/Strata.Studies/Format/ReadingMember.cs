using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Settings;

namespace Strata.Studies.Format;

/// <summary>How models are read that are there already, as a member of a study's models: written where there are such.</summary>
internal sealed class ReadingMember(Member<ModelReading> own) : Member<StudyModel>(own.Name, $"With files: {own.Description}")
{
    public override string Values => own.Values;
    public override bool IsSwitch => own.IsSwitch;

    internal override bool IsWritten(StudyModel from) => from.Files is not null && own.IsWritten(from.Reading);

    internal override StudyModel Read(StudyModel target, Given given, string path, Problems problems)
        => target with { Reading = own.Read(target.Reading, given, path, problems) };

    internal override JsonNode? Write(StudyModel from) => own.Write(from.Reading);
    internal override JsonObject Schema() => own.Schema();
    internal override string? Problem(StudyModel from) => own.Problem(from.Reading);
}
