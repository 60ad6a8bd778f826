using Strata.Analysis;
using Strata.Analysis.Populations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models.Families;
using Strata.Settings;
using Strata.Similarity;
using Strata.Studies.Matching;
using Strata.Studies.Slurm;
using Strata.Training;

namespace Strata.Studies;

/// <summary>The page of all options (docs/reference/options.md), made from what describes them.</summary>
public static class ReferencePage
{
    public static string Text() => $"""
        # Options

        Every option is described once, beside what it sets. A study, its schema, the command line, help, messages and this page follow from
        there. `strata schema --markdown` prints the page.

        A study lists a member under the heading's name. A list is `[60, 80]` in a study and `60,80` on the command line.

        ## `data`, and every command that takes `--data`

        {Table(new ImageReading(), ImageReadingSettings.All, command: true)}
        ## `models`, and `strata train`

        `family` says whose options count. An option that the family does not have is an error. `depth` and `width` take several values in a
        study, and make a model for each.

        {Table(FamilySettings.Standard, FamilySettings.All, command: true)}
        ## `models` from elsewhere, and `strata inspect`, `predict`, `compare`, `prune`, `export`, `doctor`

        In place of a family, `files` of a study names models that are there, such as `zoo/resnet20-*.th`. `group` says what their
        population is called. `docs/foreign-models.md` says what is read.

        {Table(new ModelReading(), ModelReading.Settings, command: true)}
        ## `training`, and `strata train`

        `learningRate` and `weightDecay` take several values in a study, and make a model for each. `fraction`, `subset` and `seed` are
        `fractions` and `subset` of a study's `data`, and `seeds` of its `models`.

        {Table(new TrainingOptions(), TrainingSettings.All, command: true)}
        A snapshot `NAME.epoch3.safetensors` is a model like any other: every command opens it. A study keeps snapshots in the model's
        folder, as `weights.epoch3.safetensors`. A fine-tuning (`strata prune --finetune`) takes the model's recipe without schedule,
        warm-up and snapshots: its rate falls to 0 by a cosine.

        ## `similarity`, and `strata compare`

        {Table(new ComparisonOptions(), ComparisonSettings.All, command: true)}
        ## `blocks`, and `strata blocks`

        {Table(new BlockOptions(), BlockSettings.All, command: true)}
        ## `components`

        {Table(new ComponentOptions(), ComponentSettings.All, command: false)}
        ## `collapse`

        {Table(new CollapseOptions(), CollapseSettings.All, command: false)}
        ## `probes`

        {Table(new ProbeOptions(), ProbeSettings.All, command: false)}
        ## `errors`, and `strata errors`

        {Table(new PopulationOptions(), PopulationSettings.All, command: true)}
        ## `strata match`

        {Table(new MatchOptions(), MatchSettings.All, command: true)}
        ## `strata run --on slurm`

        {Table(new SlurmOptions(), SlurmSettings.All, command: true)}
        """.TrimEnd() + "\n";

    private static string Table<T>(T defaults, IEnumerable<Member<T>> members, bool command)
        => SettingsTable.Of(defaults, members, member => command ? member.OptionOf(defaults) : null);
}
