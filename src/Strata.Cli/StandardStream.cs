using System.Text;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>
/// Standard output or error as a person reads it. What would steer a terminal is shown, not obeyed, since names in files may hold anything.
/// Standard error has a status line, which stays below whatever is written, and a reader who is gone does not stop the work.
/// </summary>
internal sealed class StandardStream : TextWriter
{
    private const string EraseLine = "\r\e[2K";

    private static readonly Lock s_writing = new();
    private static StandardStream? s_error;

    private readonly TextWriter _inner;
    private readonly StandardStream? _statusBelow;
    private readonly bool _isError;
    private string _status = "";
    private bool _atLineStart = true, _broken;

    internal StandardStream(TextWriter inner, bool isError, StandardStream? statusBelow)
        => (_inner, _isError, _statusBelow) = (inner, isError, statusBelow ?? (isError ? this : null));

    /// <summary>Puts itself in the place of both streams of the console. One that this process was started without is nobody's.</summary>
    public static void Install()
    {
        // Its number may by now belong to a pipe of the runtime.
        s_error = new StandardStream(OutputPlace.IsInherited(2) ? Console.Error : Null, isError: true, null);
        Console.SetError(s_error);
        StandardStream? below = Console.IsOutputRedirected ? null : s_error;
        Console.SetOut(new StandardStream(OutputPlace.IsInherited(1) ? Console.Out : Null, isError: false, below));
    }

    /// <summary>Standard error, with its status line.</summary>
    public static StandardStream Error => s_error ?? throw new InvalidOperationException("the streams were not installed");

    public override Encoding Encoding => _inner.Encoding;

    /// <summary>Shows a line that the next one replaces; empty: none.</summary>
    public void ShowStatus(string line)
    {
        lock (s_writing)
        {
            if (_atLineStart) Send((_status.Length > 0 ? EraseLine : "") + line);
            _status = line;
        }
    }

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.IsEmpty) return;
        string text = Shown(buffer);
        lock (s_writing)
        {
            bool status = _statusBelow is { _status.Length: > 0 };
            if (status && _statusBelow!._atLineStart) _statusBelow.Send(EraseLine);
            Send(text);
            _atLineStart = text.EndsWith('\n');
            if (status && _atLineStart) _statusBelow!.Send(_statusBelow._status);
        }
    }

    private void Send(string text)
    {
        if (_broken) return;
        try
        {
            _inner.Write(text);
            _inner.Flush();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _broken = true;
            if (!_isError) throw new IOException($"standard output cannot be written: {gone.Message}", gone);
        }
    }

    private static string Shown(ReadOnlySpan<char> text)
    {
        // Lines and tables are ours.
        if (text.IndexOfAnyInRange('\0', '\u001f') < 0 && text.IndexOfAnyExceptInRange(' ', '~') < 0) return text.ToString();
        var shown = new StringBuilder(text.Length);
        ReadOnlySpan<char> rest = text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny('\n', '\t');
            shown.Append(Foreign.Path((end < 0 ? rest : rest[..end]).ToString()));
            if (end < 0) break;
            shown.Append(rest[end] == '\n' ? Environment.NewLine : "\t");
            rest = rest[(end + 1)..];
        }
        return shown.ToString();
    }
}
