using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Strata.Runtime;
using Strata.Studies.Reporting;

namespace Strata.Cli;

/// <summary>
/// Serves a page that follows its studies, to this machine alone: it listens on the loopback address, and answers nobody who calls it by
/// another name, as a foreign page might.
/// </summary>
internal sealed class PageServer : IDisposable
{
    private const int Tries = 20;

    private static readonly string[] s_hosts = ["127.0.0.1", "localhost"];

    private readonly HttpListener _listener;
    private readonly LivePage _page;

    /// <param name="page">What is served.</param>
    /// <param name="port">Null takes one that is free.</param>
    /// <exception cref="StrataException">The port is taken.</exception>
    public PageServer(LivePage page, int? port)
    {
        _page = page;
        for (int tries = 1; ; tries++)
        {
            Port = port ?? Free();
            _listener = new HttpListener();
            foreach (string host in s_hosts) _listener.Prefixes.Add($"http://{host}:{Port}/");
            try
            {
                _listener.Start();
                return;
            }
            catch (HttpListenerException) when (port is null && tries < Tries)
            {
                // Somebody else took it in between.
            }
            catch (HttpListenerException taken)
            {
                throw new StrataException($"port {Port} cannot be listened on ({taken.Message}); --port takes another", taken);
            }
        }
    }

    public int Port { get; }

    public string Address => $"http://{s_hosts[0]}:{Port}/";

    /// <summary>Until it is asked to stop.</summary>
    public async Task Serve(CancellationToken stop)
    {
        using CancellationTokenRegistration end = stop.Register(_listener.Stop);
        while (!stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            // A page takes a while to make; meanwhile others may ask how far the study is.
            _ = Task.Run(() => Answer(context), CancellationToken.None);
        }
    }

    public void Dispose() => _listener.Close();

    private void Answer(HttpListenerContext context)
    {
        (int status, string type, string text) = Content(context.Request);
        byte[] body = Encoding.UTF8.GetBytes(text);
        try
        {
            HttpListenerResponse response = context.Response;
            response.StatusCode = status;
            response.ContentType = type + "; charset=utf-8";
            response.ContentLength64 = body.Length;
            response.Headers["Cache-Control"] = "no-store";
            response.Headers["X-Content-Type-Options"] = "nosniff";
            if (context.Request.HttpMethod != "HEAD") response.OutputStream.Write(body);
            response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever asked does not wait for the answer.
        }
    }

    private (int Status, string Type, string Text) Content(HttpListenerRequest request)
    {
        if (!s_hosts.Any(host => request.UserHostName == $"{host}:{Port}"))
            return (403, "text/plain", "This page is for its own machine alone.\n");
        if (request.HttpMethod is not ("GET" or "HEAD")) return (405, "text/plain", "Only GET.\n");
        try
        {
            return request.Url?.AbsolutePath switch
            {
                "/" => (200, "text/html", _page.Page()),
                "/state" => (200, "application/json", JsonSerializer.Serialize(_page.State(), JsonSerializerOptions.Web)),
                _ => (404, "text/plain", "Figures and tables are written when the study has run.\n"),
            };
        }
        catch (Exception unreadable) when (unreadable is StrataException or ArgumentException or IOException)
        {
            return (503, "text/plain", $"The page cannot be made now: {unreadable.Message}\n");
        }
    }

    private static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
