using Strata.Reliability.Damage;
using Strata.Reliability.Disks;
using Strata.Reliability.Environments;
using Strata.Reliability.Kills;
using Strata.Reliability.Mutations;

namespace Strata.Reliability;

/// <summary>All of them, in the order in which they run.</summary>
internal static class Campaigns
{
    public static IReadOnlyList<Campaign> All { get; } =
        [new MutationCampaign(), new KillCampaign(), new DiskCampaign(), new DamageCampaign(), new EnvironmentCampaign()];
}
