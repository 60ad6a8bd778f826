using System.Text.Json.Nodes;
using Strata.Models.Families;
using Strata.Settings;

namespace Strata.Studies.Format;

/// <summary>An option of a family as a member of a study's models: read for any, written for those whose family has it.</summary>
internal sealed class FamilyMember(Member<FamilyValues> option) : Member<StudyModel>(option.Name, option.Description)
{
    public override string Values => option.Values;
    public override bool IsSwitch => option.IsSwitch;

    internal override bool IsWritten(StudyModel from) => from.Files is null && from.Settled.Find(Name) is not null;

    internal override StudyModel Read(StudyModel target, Given given, string path, Problems problems)
        => target with { Options = option.Read(target.Options, given, path, problems) };

    internal override JsonNode? Write(StudyModel from) => option.Write(from.Settled);
    internal override JsonObject Schema() => option.Schema();
    internal override string? Problem(StudyModel from) => null;
}
