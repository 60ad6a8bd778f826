using Strata.Runtime;
using Strata.Settings;

namespace Strata.Studies.Slurm;

/// <summary>Every option of a run on a cluster, described once.</summary>
public static class SlurmSettings
{
    /// <summary>They become words of a script.</summary>
    private const string Name = "^[A-Za-z0-9_][A-Za-z0-9_.,+-]*$", NameMeaning = "a name as Slurm has them";

    public static IReadOnlyList<Member<SlurmOptions>> All { get; } =
    [
        new Member<SlurmOptions, string>("partition", new TextForm(Name, NameMeaning), s => s.Partition,
            (s, v) => s with { Partition = v }, "The part of the cluster, as sinfo lists them."),
        new Member<SlurmOptions, string>("account", new TextForm(Name, NameMeaning), s => s.Account,
            (s, v) => s with { Account = v }, "Who pays."),
        new Member<SlurmOptions, string>("qos", new TextForm(Name, NameMeaning), s => s.Qos,
            (s, v) => s with { Qos = v }, "The quality of service."),
        new Member<SlurmOptions, string>("time",
            new TextForm("^([0-9]{1,6}-)?[0-9]{1,6}(:[0-9]{1,2}){0,2}$", "a time such as 90, 1:30:00 or 2-12:00"), s => s.Time,
            (s, v) => s with { Time = v },
            "The limit of a task: minutes, h:mm:ss or days-hh:mm. A task that reaches it saves and queues again."),
        new Member<SlurmOptions, string>("memory", new TextForm("^[1-9][0-9]{0,8}[KMGT]?$", "a size such as 4000M or 16G"), s => s.Memory,
            (s, v) => s with { Memory = v }, "Of a task, in place of what the plan says."),
        new Member<SlurmOptions, int>("tasks", new NumberForm<int>(new OptionRange<int>(0, 100_000)), s => s.Tasks,
            (s, v) => s with { Tasks = v }, "How many tasks of an array run at a time; 0: as many as the cluster lets."),
    ];
}
