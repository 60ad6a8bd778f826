using Strata.Settings;

namespace Strata.Data;

/// <summary>Every option of <see cref="ImageReading"/>, described once.</summary>
public static class ImageReadingSettings
{
    public static IReadOnlyList<Member<ImageReading>> All { get; } =
    [
        new Member<ImageReading, StreamChoice>("stream",
            new ChoiceForm<StreamChoice>(("auto", StreamChoice.Auto), ("always", StreamChoice.Always), ("never", StreamChoice.Never)),
            r => r.Stream, (r, v) => r with { Stream = v },
            "Images of folders and archives: auto: held in memory up to 2 GiB of pixels, beyond that decoded again in every epoch; always, "
            + "never: whatever their size."),
        new Member<ImageReading, bool>("skipBroken", new SwitchForm(), r => r.SkipBroken, (r, v) => r with { SkipBroken = v },
            "Leaves out images that cannot be decoded, and says how many wherever the set is named."),
    ];
}
