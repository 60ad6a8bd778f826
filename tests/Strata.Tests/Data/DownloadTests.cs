using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private const string Name = "set.tar.gz";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = new byte[1_000_000];

    public DownloadTests()
    {
        var random = new RandomSequence(1, "download");
        for (int i = 0; i < _content.Length; i++) _content[i] = (byte)random.NextBits();
    }

    public void Dispose() => _folder.Dispose();

#pragma warning disable CA5351 // The official sets are checked by MD5.
    private string Md5 => Convert.ToHexStringLower(MD5.HashData(_content));
#pragma warning restore CA5351

    private Task<string> Get(LoopbackServer server, IProgress<(long, long?)>? progress = null, TimeSpan? patience = null,
        CancellationToken stop = default)
        => Download.Get(server.Home, Name, Md5, _folder.Path, patience ?? s_patience, progress, stop);

    private long PartLength => new FileInfo(_folder[Name + ".part"]).Length;

    [Fact]
    public async Task A_file_arrives_whole_with_progress_and_is_not_fetched_twice()
    {
        using var server = new LoopbackServer(_content);
        var seen = new Seen();
        string path = await Get(server, seen);
        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Equal((1_000_000, 1_000_000L), seen.Last);
        Assert.Equal(path, await Get(server));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_broken_connection_keeps_what_came_and_the_next_try_goes_on_from_there()
    {
        using var server = new LoopbackServer(_content) { BreakAfter = 400_000 };
        StrataException error = await Assert.ThrowsAsync<StrataException>(() => Get(server));
        Assert.Contains("run the command again", error.Message, StringComparison.Ordinal);
        Assert.InRange(PartLength, 1, 400_000);
        long before = PartLength;
        server.BreakAfter = null;
        Assert.Equal(_content, File.ReadAllBytes(await Get(server)));
        Assert.Equal(before, server.LastRangeStart);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_all_again()
    {
        using var server = new LoopbackServer(_content) { BreakAfter = 400_000 };
        await Assert.ThrowsAsync<StrataException>(() => Get(server));
        (server.BreakAfter, server.KnowsRanges) = (null, false);
        Assert.Equal(_content, File.ReadAllBytes(await Get(server)));
    }

    [Fact]
    public async Task An_interruption_keeps_what_came()
    {
        using var server = new LoopbackServer(_content) { StallAfter = 300_000 };
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Get(server, new Seen(done =>
        {
            if (done > 0)
                stop.Cancel();
        }), stop: stop.Token));
        Assert.InRange(PartLength, 1, 300_000);
        server.StallAfter = null;
        Assert.Equal(_content, File.ReadAllBytes(await Get(server)));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        using var server = new LoopbackServer(_content) { StallAfter = 300_000 };
        StrataException error = await Assert.ThrowsAsync<StrataException>(() => Get(server, patience: TimeSpan.FromSeconds(1)));
        Assert.Contains("no data for 1 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_whole_already_needs_only_its_check()
    {
        File.WriteAllBytes(_folder[Name + ".part"], _content);
        using var server = new LoopbackServer(_content);
        Assert.Equal(_content, File.ReadAllBytes(await Get(server)));
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused_and_nothing_is_left()
    {
        using var server = new LoopbackServer([.. _content[..^1], (byte)(_content[^1] ^ 1)]);
        StrataException error = await Assert.ThrowsAsync<StrataException>(() => Get(server));
        Assert.Contains($"expected {Md5}", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_file_in_the_way_is_not_touched()
    {
        File.WriteAllText(_folder[Name], "mine");
        using var server = new LoopbackServer(_content);
        await Assert.ThrowsAsync<InvalidFileException>(() => Get(server));
        Assert.Equal(("mine", 0), (File.ReadAllText(_folder[Name]), server.Requests));
    }

    [Fact]
    public async Task A_missing_file_or_server_is_one_sentence_and_leaves_nothing()
    {
        using var server = new LoopbackServer(null);
        Assert.Contains("404", (await Assert.ThrowsAsync<StrataException>(() => Get(server))).Message, StringComparison.Ordinal);
        server.Dispose();
        Assert.Contains("nothing could be downloaded", (await Assert.ThrowsAsync<StrataException>(() => Get(server))).Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_unknown_name_is_an_error_of_usage()
        => await Assert.ThrowsAsync<InvalidOptionsException>(() => Download.Get("nosuch", _folder.Path, null, CancellationToken.None));

    [Fact]
    public async Task ImageNet_is_fetched_by_hand_and_the_message_says_how()
    {
        StrataException told = await Assert.ThrowsAsync<StrataException>(
            () => Download.Get("imagenet", _folder.Path, null, CancellationToken.None));
        Assert.Contains("https://image-net.org", told.Message, StringComparison.Ordinal);
        Assert.Contains("train/WNID/", told.Message, StringComparison.Ordinal);
    }

    private sealed class Seen(Action<long>? then = null) : IProgress<(long Done, long? Total)>
    {
        public (long, long?) Last { get; private set; }

        public void Report((long Done, long? Total) value)
        {
            Last = value;
            then?.Invoke(value.Done);
        }
    }

    /// <summary>One file over HTTP/1.1 on the loopback interface, with the ways in which servers fail; null content is a 404.</summary>
    private sealed class LoopbackServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly byte[]? _content;

        public LoopbackServer(byte[]? content)
        {
            _content = content;
            _listener.Start();
            Home = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _ = Task.Run(Serve);
        }

        public Uri Home { get; }
        public int? BreakAfter { get; set; }
        public int? StallAfter { get; set; }
        public bool KnowsRanges { get; set; } = true;
        public int Requests { get; private set; }
        public long? LastRangeStart { get; private set; }

        public void Dispose()
        {
            _end.Cancel();
            _listener.Stop();
        }

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                    try
                    {
                        await Answer(client.GetStream());
                    }
                    catch (IOException)
                    {
                        // The other side left; the next request comes on a new connection.
                    }
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task Answer(NetworkStream stream)
        {
            Requests++;
            int start = 0;
            using (var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true))
            {
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
                {
                    if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                        start = int.Parse(line[13..].TrimEnd('-'), CultureInfo.InvariantCulture);
                }
            }
            LastRangeStart = start;
            if (!KnowsRanges) start = 0;
            string head = _content is null ? "404 Not Found\r\nContent-Length: 0"
                : start >= _content.Length && start > 0 ? "416 Range Not Satisfiable\r\nContent-Length: 0"
                : start > 0
                ? $"206 Partial Content\r\nContent-Range: bytes {start}-{_content.Length - 1}/{_content.Length}\r\nContent-Length: "
                + $"{_content.Length - start}"
                : $"200 OK\r\nContent-Length: {_content.Length}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), _end.Token);
            if (_content is null || start >= _content.Length) return;
            int end = Math.Min(_content.Length, start + (BreakAfter ?? StallAfter ?? _content.Length));
            await stream.WriteAsync(_content.AsMemory(start, end - start), _end.Token);
            if (StallAfter is not null) await stream.ReadExactlyAsync(new byte[1], _end.Token);
        }
    }
}
