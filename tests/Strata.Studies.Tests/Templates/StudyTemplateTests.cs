using System.Text;
using System.Text.Json.Nodes;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Templates;

namespace Strata.Studies.Tests.Templates;

public class StudyTemplateTests
{
    public static TheoryData<string> Names => [.. StudyTemplate.All.Select(template => template.Name)];

    [Fact]
    public void There_is_a_template_for_every_question_that_people_come_with()
        => Assert.Equal(["depth", "errors", "own-images", "own-models", "recipe", "width-data"],
            StudyTemplate.All.Select(template => template.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_member_is_explained_as_the_schema_explains_it(string name)
    {
        string text = StudyTemplate.Named(name).Text([]);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 140));
        string comments = string.Join(' ', text.Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("//", StringComparison.Ordinal)).Select(line => line[2..].Trim()));
        JsonNode study = JsonNode.Parse(text, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        Check((JsonObject)study, StudyFile.Form.Schema());

        void Check(JsonObject value, JsonObject schema)
        {
            foreach ((string member, JsonNode? inner) in value)
            {
                var described = (JsonObject)schema["properties"]![member]!;
                string family = $"{value["family"]}";
                Assert.Contains(ModelFamilies.All.FirstOrDefault(f => f.Name == family)?.Options.FirstOrDefault(o => o.Name == member)?.Says
                    ?? $"{described["description"]}", comments, StringComparison.Ordinal);
                if (inner is JsonObject below) Check(below, described);
                if (inner is JsonArray list)
                    foreach (JsonObject entry in list.OfType<JsonObject>()) Check(entry, (JsonObject)described["items"]!);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_templates_file_is_a_study_of_its_name_that_can_be_planned_where_its_data_come_with_the_program(string name)
    {
        StudyTemplate template = StudyTemplate.Named(name);
        Assert.EndsWith("?", template.Says, StringComparison.Ordinal);
        Study study = Parse(template.Text([]));
        Assert.Equal(name, study.Name);
        if (name.StartsWith("own-", StringComparison.Ordinal)) return;
        Plan plan = Small.PlanOf(study, Data.ImageSets.Load(study.Data.Source));
        Assert.NotEmpty(plan.Models);
    }

    [Fact]
    public void Values_take_the_place_of_the_templates_where_they_stand()
    {
        StudyTemplate depth = StudyTemplate.Named("depth");
        string text = depth.Text(["models[0].depth=[8,14]", "data.source=digits", "training.warmUp=2"]);
        Study study = Parse(text);
        Assert.Equal([8, 14], study.Models[0].Depth);
        Assert.Equal(("digits", 2), (study.Data.Source, study.Training.Common.WarmUp));
        Assert.True(text.IndexOf("\"depth\": [8, 14]", StringComparison.Ordinal) < text.IndexOf("\"width\"", StringComparison.Ordinal));
        Assert.Throws<InvalidOptionsException>(() => depth.Text(["models[9].depth=8"]));
        InvalidOptionsException unknown = Assert.Throws<InvalidOptionsException>(() => StudyTemplate.Named("dept"));
        Assert.Contains("did you mean 'depth'?", unknown.Message, StringComparison.Ordinal);
    }

    private static Study Parse(string text) => StudyFile.Parse(Encoding.UTF8.GetBytes(text), "template");
}
