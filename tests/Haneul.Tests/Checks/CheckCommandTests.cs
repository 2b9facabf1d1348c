using System.Text.Json;
using System.Xml.Linq;
using Haneul.Tests.Commands;
using Haneul.Tests.Processes;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Checks;

/// <summary>The check command as a pipeline uses it: exit codes, and the two formats that others read.</summary>
public sealed class CheckCommandTests
{
    private const string Holding = """
        region: ap-northeast-2
        checks:
          - { from: bastion, to: ["app-*:22", "web-?:22"], expect: reachable }
          - { from: internet, to: "*:22", expect: blocked, except: bastion }
          - { from: "web-*", to: "tag:Name=app-a:8080", expect: reachable }
          - { from: laptop, to: bastion, proto: icmp, expect: blocked }
        """;

    private const string Failing = """
        - { from: laptop, to: "bastion:22", expect: blocked }
        - { from: laptop, to: "app-*:22", expect: reachable }
        - { from: "nobody-*", to: bastion, expect: blocked }
        """;

    [Fact]
    public async Task Claims_hold_or_are_told_with_what_decided()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        (await Cli.RunAsync("demo", "--keep", "--json", "--endpoint", daemon.Endpoint)).Good();

        var good = await RunAsync(daemon, Holding);
        Assert.Equal(0, good.Ran.Exit);
        Assert.Contains("4 of 4 checks hold, 13 paths", good.Ran.Out, StringComparison.Ordinal);
        Assert.Equal("0", good.JUnit.Root?.Attribute("failures")?.Value);
        Assert.Empty(Results(good.Sarif));

        var bad = await RunAsync(daemon, Failing);
        Assert.Equal(2, bad.Ran.Exit);
        Assert.Contains("let through by: security group bastion", bad.Ran.Out, StringComparison.Ordinal);
        Assert.Contains("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", bad.Ran.Out, StringComparison.Ordinal);
        Assert.Contains("'nobody-*' fits no instance", bad.Ran.Out, StringComparison.Ordinal);
        Assert.Equal(("3", "2", "1"), (bad.JUnit.Root?.Attribute("tests")?.Value, bad.JUnit.Root?.Attribute("failures")?.Value, bad.JUnit.Root?.Attribute("errors")?.Value));
        Assert.Equal(["expected-blocked", "expected-reachable", "expected-reachable", "not-asked"], Results(bad.Sarif).Select(r => r.GetProperty("ruleId").GetString()));
        Assert.Equal([1, 2, 2, 3], Results(bad.Sarif).Select(r => r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32()));

        Assert.Equal(1, (await RunAsync(daemon, Failing.Split('\n')[0])).Ran.Exit);
    }

    private static IEnumerable<JsonElement> Results(JsonElement sarif) => sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray();

    private static async Task<(Ran Ran, XDocument JUnit, JsonElement Sarif)> RunAsync(DaemonProcess daemon, string checks)
    {
        var folder = Directory.CreateTempSubdirectory("haneul-checks-");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(At("checks.yaml"), checks);
            var ran = await Cli.RunAsync("check", At("checks.yaml"), "--junit", At("junit.xml"), "--sarif", At("checks.sarif"), "--data", daemon.Data);
            return (ran, XDocument.Load(At("junit.xml")), JsonDocument.Parse(await File.ReadAllTextAsync(At("checks.sarif"))).RootElement);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
