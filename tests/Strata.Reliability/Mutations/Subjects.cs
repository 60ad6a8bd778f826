namespace Strata.Reliability.Mutations;

/// <summary>Every format that Strata reads.</summary>
internal static class Subjects
{
    private static readonly IReadOnlyList<Mutator> s_bytes = ByteMutators.All;

    private static readonly IReadOnlyList<Mutator> s_json = [.. s_bytes, .. TextMutators.All, .. JsonMutators.All, .. JsonMutators.All];

    private static readonly IReadOnlyList<Mutator> s_safetensors = [.. s_bytes, .. s_json.Select(Wrapped.SafetensorsHeader)];

    private static readonly IReadOnlyList<Mutator> s_npy =
        [.. s_bytes, .. TextMutators.All.Select(Wrapped.NpyHeader), .. s_bytes.Select(Wrapped.NpyHeader)];

    private static readonly IReadOnlyList<Mutator> s_tar =
        [.. s_bytes, .. s_bytes.Select(Wrapped.TarHeader), .. Enumerable.Repeat(Wrapped.TarHeader(TarFields.Change), 5)];

    private static readonly IReadOnlyList<Mutator> s_png =
        [.. s_bytes, .. s_bytes.Select(Wrapped.PngChunk), .. Enumerable.Repeat(Wrapped.PngChunk(ByteMutators.PutExtreme), 5)];

    private static readonly IReadOnlyList<Mutator> s_jpeg = [.. s_bytes, .. Enumerable.Repeat<Mutator>(ImageSizes.Jpeg, 5)];

    private const string Errors = "errors --a p0.npy --b p1.npy --labels labels.npy --resamples 0 --threads 1 --output errors";

    private const string Compare = "compare acts/one acts/two --passes 1 --batch 20 --threads 1 --data mnist:idx --output c";

    private static readonly string[] s_look = ["status out", "status out --json", "status out", "report out"];

    public static IReadOnlyList<Subject> All { get; } = [.. Models(), .. Arrays(), .. Images(), .. Written(), .. Studies()];

    private static IEnumerable<Subject> Models() =>
    [
        new("weights", ["model.safetensors", "idx"], ["model.safetensors"], s_safetensors,
            "inspect model.safetensors --json",
            "predict model.safetensors --data mnist:idx --threads 1 --output p.npy",
            "prune model.safetensors --data mnist:idx --stage 1 --keep 0 --threads 1 --output small.safetensors"),
        new("torch", ["*.pth", "idx"], ["*.pth"], [.. s_bytes, .. TextMutators.All],
            "inspect {file} --layout strata --size 8 --json",
            "predict {file} --layout strata --size 8 --data mnist:idx --threads 1 --output p.npy"),
        new("onnx", ["model.onnx", "idx"], ["model.onnx"], s_bytes,
            "inspect model.onnx --json", "predict model.onnx --data mnist:idx --threads 1 --output p.npy"),
        new("state", ["half.safetensors*", "idx"], ["half.safetensors.resume"], s_safetensors, Samples.Training) { Checked = true },
    ];

    private static IEnumerable<Subject> Arrays() =>
    [
        new("npy", ["x.npy", "y.npy"], ["x.npy"], s_npy,
            "similarity x.npy y.npy --json --threads 1", "similarity y.npy x.npy --batch 4 --threads 1", "blocks x.npy"),
        new("npz", ["x.npz", "y.npy"], ["x.npz"], s_bytes, "similarity x.npz y.npy", "blocks x.npz"),
        new("matrix", ["comparison"], ["comparison/cka.npy"], s_npy, "blocks comparison/cka.npy --json"),
        new("matrix-layers", ["comparison"], ["comparison/layers_a.json"], s_json, "blocks comparison/cka.npy --json"),
        new("predictions", ["p0.npy", "p1.npy", "labels.npy"], ["*.npy"], s_npy, Errors) { Share = 0.5 },
        new("activations", ["acts", "idx"], ["acts/one/*.npy"], s_npy, Compare) { Share = 0.5 },
    ];

    private static IEnumerable<Subject> Images() =>
    [
        new("cifar", ["data.bin"], ["data.bin"], s_bytes, "data check cifar10:data.bin"),
        new("idx", ["idx"], ["idx/*"], s_bytes, "data check mnist:idx"),
        new("idx-gz", ["idxgz"], ["idxgz/*"], [.. s_bytes, .. s_bytes.Select(Wrapped.Gzip)], "data check mnist:idxgz"),
        new("tar", ["*.tar"], ["*.tar"], s_tar, "data check imagefolder:{file}"),
        new("tar-gz", ["set.tar.gz"], ["set.tar.gz"], [.. s_bytes, .. s_tar.Select(Wrapped.Gzip)], "data check imagefolder:set.tar.gz"),
        new("zip", ["set.zip"], ["set.zip"], s_bytes, "data check imagefolder:set.zip", "data check imagefolder:set.zip@16"),
        new("jpeg", ["jpeg"], ["jpeg/train/cat/1.jpg"], s_jpeg, "data check imagefolder:jpeg", "data check imagefolder:jpeg@16"),
        new("png", ["png"], ["png/train/cat/1.png"], s_png, "data check imagefolder:png", "data check imagefolder:png@16"),
        new("cache", ["png"], ["cache/strata/*.images"], [.. s_bytes, .. TextMutators.All],
            "data check imagefolder:png --quiet") { Restored = true },
    ];

    /// <summary>What people write.</summary>
    private static IEnumerable<Subject> Written() =>
    [
        new("study", ["s.json"], ["s.json"], s_json,
            "run s.json --set no.such=1", $"{MutationWorker.Plan} s.json", $"{MutationWorker.Plan} s.json")
        {
            Failures = [1, 2],
            // Problems of a study name its members.
            AlsoNamed = [""],
        },
        new("groups", ["p0.npy", "p1.npy", "labels.npy", "groups.json"], ["groups.json"], s_json,
            $"{Errors} --groups groups.json") { Share = 0.5 },
        new("wordnet", ["data.noun", "wnids.txt"], ["data.noun", "wnids.txt"], [.. s_bytes, .. TextMutators.All],
            "classes groups --wordnet data.noun --classes wnids.txt --at-least 1 --json")
        {
            // A class that is none of its nouns is told of the database.
            AlsoNamed = ["data.noun"],
        },
        new("layers", ["acts", "idx"], ["acts/one/layers.json"], s_json, Compare) { Share = 0.5 },
    ];

    private static IEnumerable<Subject> Studies() =>
    [
        new("plan", ["out"], ["out/plan.json", "out/study.json"], s_json, s_look) { Share = 0.5 },
        Kept("manifests", s_json, "out/models/*/manifest.json", "out/similarity/*/manifest.json", "out/analysis/*/*/manifest.json",
            "out/errors/*/manifest.json"),
        Kept("logs", s_json, "out/models/*/training.jsonl"),
        Kept("results", s_json, "out/analysis/*/*/*.json", "out/errors/*/tests.json", "out/errors/*/*.csv",
            "out/similarity/*/layers_a.json"),
        Kept("kept-arrays", s_npy, "out/analysis/*/*/*.npy", "out/similarity/*/*.npy", "out/models/*/*.npy"),
        Kept("kept-weights", s_safetensors, "out/models/*/weights.safetensors"),
    ];

    /// <summary>Files of a study's results, of which a checksum is kept.</summary>
    private static Subject Kept(string name, IReadOnlyList<Mutator> mutators, params string[] files)
        => new(name, ["out"], files, mutators, s_look) { Checked = true, Share = 0.5 };
}
