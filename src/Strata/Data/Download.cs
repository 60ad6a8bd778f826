using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Fetches an archive from its authors' home. What has arrived is kept in <c>NAME.part</c>, so that an interrupted download goes on where
/// it stopped; the file gets its name once its checksum fits.
/// </summary>
public static class Download
{
    /// <summary>No data for so long means that the connection is dead.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>More than any of the archives; whoever sends more must not fill the disk.</summary>
    private const long LargestFile = 1L << 30;

    private static readonly Uri s_toronto = new("https://www.cs.toronto.edu/~kriz/"), s_stanford = new("https://cs231n.stanford.edu/");

    private static readonly (string Name, Uri Home, string File, string Md5)[] s_archives =
    [
        ("cifar10", s_toronto, CifarFormat.Cifar10.Archive, "c32a1d4ab5d03f1284b67883e8d87530"),
        ("cifar100", s_toronto, CifarFormat.Cifar100.Archive, "03b5dce01913d631647c71ecec9e9cb8"),
        (DataSource.TinyImageNet, s_stanford, TinyImageNetLayout.Archive, "90528d7ca1a48142e341f4ef8d21d0de"),
    ];

    /// <summary>The sets that can be fetched.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_archives.Select(archive => archive.Name)];

    /// <summary>A set that its home gives only to people who agree to its terms.</summary>
    public const string ByHand = "imagenet";

    /// <summary>How a person comes by <see cref="ByHand"/>, and what to do with it.</summary>
    public const string HowByHand = "ImageNet is given to those who register and agree to its terms, not to programs: fetch "
        + "ILSVRC2012_img_train.tar and ILSVRC2012_img_val.tar by hand from https://image-net.org/download-images, unpack them so that "
        + "each image lies in train/WNID/ or val/WNID/, and use them as imagefolder:DIR@224";

    /// <summary>Fetches a set into a folder, or finds that it is there.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="directory">Made if missing.</param>
    /// <param name="progress">Told the bytes so far and the bytes in all, null where the server does not say.</param>
    /// <param name="stop">Ends the download; what has arrived stays for the next time.</param>
    /// <returns>The path of the archive.</returns>
    /// <exception cref="InvalidOptionsException">There is no such set.</exception>
    /// <exception cref="StrataException">The server cannot be reached, breaks off, or sends something else; the message says how to go
    /// on. Or the set is one to be fetched by hand.</exception>
    public static Task<string> Get(string name, string directory, IProgress<(long Done, long? Total)>? progress, CancellationToken stop)
    {
        if (name == ByHand) throw new StrataException($"{HowByHand}.");
        foreach ((string known, Uri home, string file, string md5) in s_archives)
        {
            if (known == name) return Get(home, file, md5, directory, s_patience, progress, stop);
        }
        throw new InvalidOptionsException($"Unknown set {Foreign.Quoted(name)}; expected {string.Join(", ", Names)} or {ByHand}.");
    }

    internal static async Task<string> Get(Uri home, string file, string md5, string directory, TimeSpan patience,
        IProgress<(long Done, long? Total)>? progress, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new InvalidFileException(directory, File.Exists(directory) ? "is a file; expected a folder to put the archive into"
                : $"cannot be made ({denied.Message.TrimEnd('.')}); expected a folder to put the archive into", denied);
        }
        string path = Path.Combine(directory, file), part = path + ".part";
        if (File.Exists(path))
        {
            if (await Md5(path, stop).ConfigureAwait(false) == md5) return path;
            throw new InvalidFileException(path, $"exists, but is not the official file (MD5 {md5}); move it away to download it");
        }

        // Two downloads into one file would mix: the part is held alone for as long as it grows.
        try
        {
            using FileStream output = OpenPart(part);
            await Fetch(new Uri(home, file), output, patience, progress, stop).ConfigureAwait(false);
        }
        finally
        {
            if (new FileInfo(part) is { Exists: true, Length: 0 }) File.Delete(part);
        }
        string found = await Md5(part, stop).ConfigureAwait(false);
        if (found != md5)
        {
            File.Delete(part);
            throw new StrataException(
                $"{new Uri(home, file)}: the download has MD5 {found}; expected {md5}. It was deleted; run the command again.");
        }
        File.Move(part, path);
        return path;
    }

    private static FileStream OpenPart(string part)
    {
        try
        {
            var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            output.Seek(0, SeekOrigin.End);
            return output;
        }
        catch (IOException taken) when (File.Exists(part))
        {
            throw new StrataException($"{part}: another download is writing it, or it cannot be written ({taken.Message.TrimEnd('.')}).",
                taken);
        }
    }

    private static async Task Fetch(Uri address, FileStream output, TimeSpan patience, IProgress<(long Done, long? Total)>? progress,
        CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(stop);
        long? total = null;
        try
        {
            watch.CancelAfter(patience);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (output.Length > 0) request.Headers.Range = new RangeHeaderValue(output.Length, null);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token)
                .ConfigureAwait(false);

            // The part was whole already, and only its check was interrupted: the checksum decides.
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return;
            if (!response.IsSuccessStatusCode)
                throw new StrataException($"{address}: the server answers {(int)response.StatusCode} {response.ReasonPhrase}.");
            bool resumes = response.StatusCode == HttpStatusCode.PartialContent
                && response.Content.Headers.ContentRange?.From == output.Length;
            if (!resumes) output.SetLength(0);
            total = output.Length + response.Content.Headers.ContentLength;

            Stream content = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                byte[] buffer = new byte[1 << 16];
                while (true)
                {
                    progress?.Report((output.Length, total));
                    watch.CancelAfter(patience);
                    int got = await content.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
                    if (got == 0) break;
                    output.Write(buffer, 0, got);
                    if (output.Length > LargestFile)
                        throw new StrataException(
                            $"{address}: the server sends more than {LargestFile} bytes, which no archive of images here has.");
                }
            }
            if (output.Length < total) throw new HttpIOException(HttpRequestError.ResponseEnded, "the connection was closed early");
        }
        catch (OperationCanceledException waited) when (!stop.IsCancellationRequested)
        {
            throw Broken(address, output.Length, total, $"no data for {patience.TotalSeconds:0.#} s", waited);
        }
        catch (Exception broken) when (broken is HttpRequestException or HttpIOException)
        {
            throw Broken(address, output.Length, total, broken.Message.TrimEnd('.'), broken);
        }
    }

    private static StrataException Broken(Uri address, long done, long? total, string why, Exception inner)
        => done == 0
            ? new($"{address}: nothing could be downloaded ({why}).", inner)
            : new(
                $"{address}: the download broke off after {done} of {(total is { } all ? $"{all}" : "an unknown number of")} bytes "
                + $"({why}); run the command again to go on from there.", inner);

    private static async Task<string> Md5(string path, CancellationToken stop)
    {
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
#pragma warning disable CA5351 // The sum that the authors' page states; it guards against damage, and TLS against forgery.
            return Convert.ToHexStringLower(await MD5.HashDataAsync(file, stop).ConfigureAwait(false));
#pragma warning restore CA5351
        }
    }
}
