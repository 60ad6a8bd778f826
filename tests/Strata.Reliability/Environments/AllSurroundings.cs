namespace Strata.Reliability.Environments;

/// <summary>Every circumstance that is tried.</summary>
internal static class AllSurroundings
{
    /// <summary>.NET could not make such a folder, and what is in it goes back in the end.</summary>
    private const string Latin1 =
        "all=$(ls); in=$'caf\\xe9'; mkdir $in; cp -r $all $in; cd $in; COMMAND; code=$?; cp -r . ..; cd ..; rm -r $in; exit $code";

    public static IReadOnlyList<Surroundings> All { get; } =
        [.. Locales(), .. Streams(), .. Limits(), .. Places(), .. Names(), .. Threads(), .. Terminals(), .. Clocks()];

    /// <summary>Decimal commas, other digits and calendars, an i without its dot; as in a program that uses the library.</summary>
    private static IEnumerable<Surroundings> Locales() =>
        new[] { "tr_TR", "de_DE", "ar_SA", "fa_IR", "th_TH", "fr_CH", "sv_SE" }
            .Select(culture => new Surroundings(
                $"in the locale {culture}", $"export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false LC_ALL={culture}.UTF-8; COMMAND"))
            .Append(new("in the locale POSIX", "export LC_ALL=POSIX; COMMAND"))
            .Append(new("in an unknown locale", "export LC_ALL=xx_YY.latin1; COMMAND"));

    private static IEnumerable<Surroundings> Streams() =>
    [
        new("without standard output", "COMMAND >&-") { MayFail = true },
        new("without standard errors", "COMMAND 2>&-"),
        new("without standard input", "COMMAND <&-"),
        new("without any stream", "COMMAND <&- >&- 2>&-") { MayFail = true, Mute = true },
        new("with standard output on a full disk", "COMMAND >/dev/full") { MayFail = true },
        new("with standard errors on a full disk", "COMMAND 2>/dev/full"),
        new("with both on a full disk", "COMMAND >/dev/full 2>&1") { MayFail = true, Mute = true },
        new("with a reader that has gone", "COMMAND | true; exit ${PIPESTATUS[0]}") { MayFail = true, Mute = true },
        new("with a reader of errors that has gone", "COMMAND 2> >(true)"),
    ];

    private static IEnumerable<Surroundings> Limits() =>
    [
        .. new[] { 24, 32, 64 }.Select(n => new Surroundings($"with {n} file handles", $"ulimit -n {n}; COMMAND") { MayFail = true }),
        new("with little stack", "ulimit -s 1024; COMMAND"),
        new("at the lowest priority", "nice -n 19 COMMAND"),
    ];

    private static IEnumerable<Surroundings> Places() =>
    [
        new("without HOME", "unset HOME XDG_CACHE_HOME; COMMAND"),
        new("with HOME nowhere", "unset XDG_CACHE_HOME; export HOME=/nonexistent; COMMAND"),
        new("with HOME a file", "unset XDG_CACHE_HOME; export HOME=$PWD/s.json; COMMAND"),
        new("with a cache that is a file", "export XDG_CACHE_HOME=$PWD/s.json; COMMAND"),
        new("with a TMPDIR that is nowhere", "export TMPDIR=/nonexistent; COMMAND"),
        new("with a read-only /tmp", "unshare --mount bash -c 'mount -t tmpfs -o ro tmpfs /tmp && COMMAND'") { Needs = "unshare" },
        new("in a read-only folder", "unshare --mount bash -c 'mount --bind . . && mount -o remount,bind,ro . && cd \"$PWD\" && COMMAND'")
        {
            Needs = "unshare",
            MayFail = true,
        },
        new("with an empty environment", "env -i PATH=\"$PATH\" COMMAND"),
        new("in a folder that is gone", "mkdir gone && cd gone && rmdir ../gone && COMMAND") { MayFail = true },
    ];

    /// <summary>As users have them, and as nobody should; Linux takes 255 bytes.</summary>
    private static IEnumerable<Surroundings> Names() =>
    [
        new("in a folder with spaces") { Folder = " my study  results " },
        new("in a folder with a line break") { Folder = "a\nb" },
        new("in a folder with a Chinese name") { Folder = "数据集" },
        new("in a folder with an escape sequence") { Folder = "\e[31mred" },
        new("in a folder with quotation marks") { Folder = "a'b\"c" },
        new("in a folder with a name of 255 bytes") { Folder = new string('n', 255) },
        new("in a folder with a leading dash") { Folder = "-x" },
        new("in a folder with markup") { Folder = "[red]x[/]" },
        new("in a folder with placeholders") { Folder = "100%s{1}" },
        new("in a folder with combining accents") { Folder = "e\u0301te\u0301" },
        new("in a folder with text from right to left") { Folder = "\u202eabc\u05d0" },
        new("in a folder with a backslash") { Folder = "a\\b" },
        new("in a folder with a name in Latin-1", Latin1) { MayFail = true },
    ];

    private static IEnumerable<Surroundings> Threads() =>
        new[] { "1", "2", "0", "-3", "many", "1,2", "99999999999" }
            .Select(threads => new Surroundings($"with OMP_NUM_THREADS={threads}", $"export OMP_NUM_THREADS={threads}; COMMAND"))
            .Append(new("with a SLURM_CPUS_PER_TASK that is no number", "export SLURM_CPUS_PER_TASK=-x; COMMAND"));

    private static IEnumerable<Surroundings> Terminals() =>
    [
        .. new[] { 1, 2, 3, 4, 10, 20, 79, 4000 }.Select(n => OnTerminal($"on a terminal of {n} columns", $"stty cols {n}; COMMAND")),
        OnTerminal("on a dumb terminal", "TERM=dumb COMMAND"),
        OnTerminal("on a terminal without a name", "unset TERM; COMMAND"),
    ];

    private static Surroundings OnTerminal(string name, string script)
        => new(name, $"timeout 240 script -qec '{script}' /dev/null") { Needs = "script", Terminal = true };

    private static IEnumerable<Surroundings> Clocks() =>
    [
        new("in UTC+14", "export TZ=Pacific/Kiritimati; COMMAND"),
        new("in an unknown time zone", "export TZ=Mars/Olympus; COMMAND"),
        new("a year ago", "faketime -f -365d COMMAND") { Needs = "faketime" },
        new("in fourteen years", "faketime -f +14y COMMAND") { Needs = "faketime" },
    ];
}
