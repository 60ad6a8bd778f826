using System.Net;
using System.Text.Json;

namespace Strata.EndToEnd.Tests;

/// <summary><c>strata report</c>: pages of several studies, and pages that follow a study.</summary>
public sealed class ReportCommandTests
{
    private static void Run(WorkFolder folder, string name, int depth)
    {
        File.WriteAllText(folder[$"{name}.json"], $$"""
            {
              "name": "{{name}}", "data": { "source": "digits", "fractions": "1/8" },
              "models": [ { "family": "resnet-cifar", "depth": {{depth}}, "width": 0.25 } ],
              "training": { "epochs": 1 }, "similarity": { "layers": "add", "maxExamples": 100 }, "analyses": ["blocks"]
            }
            """);
        folder.Strata("run", $"{name}.json", "--output", name).Expect(0);
    }

    [Fact]
    public void Several_studies_are_shown_on_one_page_where_they_are_told_to_be()
    {
        using var folder = new WorkFolder();
        Run(folder, "first", 8);
        Run(folder, "second", 14);
        Assert.Contains("--output is missing", folder.Strata("report", "first", "second").Expect(2).Errors, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("both", "index.html"),
            folder.Strata("report", "first", "second", "--output", "both").Expect(0).Output.Trim(), StringComparison.Ordinal);
        string page = File.ReadAllText(folder["both/index.html"]);
        Assert.Contains("ResNet-8-0.25x, first", page, StringComparison.Ordinal);
        Assert.Contains("ResNet-14-0.25x, second", page, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(folder["both/tables/models.csv"]).Length);
        // The same study twice is two.
        folder.Strata("report", "first", "first", "--output", "twice").Expect(0);
        Assert.Contains("ResNet-8-0.25x, first-2", File.ReadAllText(folder["twice/index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_follows_a_study_is_served_to_this_machine_alone_until_it_is_asked_to_end()
    {
        using var folder = new WorkFolder();
        Run(folder, "first", 8);
        Assert.Contains("--port is for --watch", folder.Strata("report", "first", "--port", "8000").Expect(2).Errors,
            StringComparison.Ordinal);
        using RunningProcess server = folder.StartStrata("report", "first", "--watch");
        while (!server.Output.Contains("http://", StringComparison.Ordinal) && !server.HasExited)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var address = new Uri(server.Output.Trim());
        Assert.Equal("127.0.0.1", address.Host);
        using var client = new HttpClient { BaseAddress = address };
        string page = await client.GetStringAsync("", TestContext.Current.CancellationToken);
        Assert.Contains("connect-src 'self'", page, StringComparison.Ordinal);
        async Task<JsonElement> State() => JsonDocument.Parse(
            await client.GetStringAsync("state", TestContext.Current.CancellationToken)).RootElement;
        JsonElement state = await State();
        Assert.Equal((state.GetProperty("all").GetInt32(), false),
            (state.GetProperty("done").GetInt32(), state.GetProperty("running").GetBoolean()));
        string version = state.GetProperty("version").GetString()!;
        Assert.Contains($"\"version\":\"{version}\"", page, StringComparison.Ordinal);
        // A result less, and it is another page.
        Directory.Delete(Directory.GetDirectories(folder["first/similarity"])[0], recursive: true);
        state = await State();
        Assert.NotEqual(version, state.GetProperty("version").GetString());
        Assert.Equal(state.GetProperty("all").GetInt32() - 1, state.GetProperty("done").GetInt32());
        // Another name for this machine, as a foreign page would use to read it.
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "state") { Headers = { Host = $"example.org:{address.Port}" } };
        using HttpResponseMessage refused = await client.SendAsync(foreign, TestContext.Current.CancellationToken);
        Assert.True(refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{refused.StatusCode}");
        using HttpResponseMessage beyond = await client.GetAsync("../../etc/passwd", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, beyond.StatusCode);
        server.AskToEnd();
        server.Wait().Expect(0);
    }
}
