using System.Text.Json;
using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Predictions confronted with real packets, asked as a person does.</summary>
[Collection(CarriedTests.Name)]
public sealed class ProofTests(CarriedCloud cloud)
{
    private const int Reachable = 0, Blocked = 1, Misused = 2, NotAsPredicted = 3;

    [CarriedFact]
    public async Task What_is_predicted_is_seen_allowed_and_denied_translated_and_unrouted()
    {
        var (bastion, www) = (await cloud.PublicOf("bastion"), await cloud.PublicOf("www"));
        (string From, string To, int Exit)[] asked =
        [
            ("laptop", "bastion:22", Reachable), ("laptop", $"{www}:80", Reachable), ("host", $"{bastion}:22", Reachable), ("internet", "www:80", Reachable),
            ("bastion", "app1:22", Reachable), ("app1", "internet:443", Reachable), ("app1", "web:80", Reachable), ("web", "www:80", Reachable),
            ("laptop", "www:22", Blocked), ("bastion", "app1:80", Blocked), ("app1", "10.9.9.9:80", Blocked), ("www", "198.18.77.77:80", Blocked), ("laptop", "app1:22", Blocked),
        ];
        foreach (var (from, to, exit) in asked) await ProvedAsync(exit, from, to);
        foreach (var (from, to, exit) in ((string, string, int)[])[("laptop", "bastion", Reachable), ("www", "web", Reachable), ("bastion", "app1", Blocked)]) await ProvedAsync(exit, from, to, "--proto", "icmp");
        await ProvedAsync(Reachable, "app1", "internet:53", "--proto", "udp");
        await ProvedAsync(Blocked, "bastion", "app1:53", "--proto", "udp");
        await ProvedAsync(Reachable, "app1", "www:80", "--ipv6");
        await ProvedAsync(Reachable, "www", "app1", "--proto", "icmpv6");
        await ProvedAsync(Blocked, "app1", "www:22", "--ipv6");
    }

    [CarriedFact]
    public async Task Translations_and_who_decided_stand_side_by_side()
    {
        var rows = (await ProvedAsync(Reachable, "app1", "web:80")).GetProperty("rows").EnumerateArray().ToList();
        Assert.All(rows, r => Assert.Equal(Cell(r, "predicted"), Cell(r, "observed")));
        Assert.Contains(rows, r => Cell(r, "what") == "NAT gateway" && Cell(r, "observed").StartsWith("⇄ source", StringComparison.Ordinal));
        Assert.Contains(rows, r => Cell(r, "what") == "internet gateway" && Cell(r, "observed").Contains("eipalloc-", StringComparison.Ordinal));
        Assert.Contains(rows, r => Cell(r, "what") == "groups, outbound" && Cell(r, "observed").Contains("by sgr-", StringComparison.Ordinal) && !r.GetProperty("recovered").GetBoolean());
        Assert.Contains(rows, r => Cell(r, "what") == "route" && Cell(r, "observed").Contains("/0.0.0.0/0", StringComparison.Ordinal) && r.GetProperty("recovered").GetBoolean());

        static string Cell(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";
    }

    [CarriedFact]
    public async Task Where_a_packet_does_not_go_as_predicted_it_is_said_where_they_part()
    {
        var bastion = await cloud.PrivateOf("bastion");
        await cloud.SaidInAsync("app1", $"ip route add blackhole {bastion}/32");
        try
        {
            var ran = await ProveAsync("bastion", "app1:22", "--json");
            Assert.Equal(NotAsPredicted, ran.Exit);
            var report = JsonDocument.Parse(ran.Out).RootElement;
            Assert.False(report.GetProperty("agrees").GetBoolean());
            Assert.True(report.GetProperty("predicted").GetProperty("reachable").GetBoolean());
            Assert.False(report.GetProperty("observed").GetProperty("reachable").GetBoolean());
            Assert.Equal("return", report.GetProperty("difference").GetProperty("direction").GetString());
            Assert.Contains("they part on the way back, at step 2", (await ProveAsync("bastion", "app1:22")).Out, StringComparison.Ordinal);
        }
        finally
        {
            await cloud.SaidInAsync("app1", $"ip route del blackhole {bastion}/32");
        }
        await ProvedAsync(Reachable, "bastion", "app1:22");
    }

    [CarriedFact]
    public async Task Two_may_prove_at_once_and_nothing_stays_behind()
    {
        await Task.WhenAll(ProvedAsync(Reachable, "laptop", "bastion:22"), ProvedAsync(Reachable, "laptop", "bastion:22"), ProvedAsync(Blocked, "laptop", "www:22"));
        var internet = Path.Combine(HostPlaces.Of(cloud.Daemon.Data).Run, "net", PlanNames.Internet);
        Assert.DoesNotContain(TraceTable.Prefix, (await cloud.Daemon.RunAsync("nsenter", [$"--net={internet}", "nft", "list", "tables"])).Good(), StringComparison.Ordinal);
        var anyone = Path.Combine(HostPlaces.Of(cloud.Daemon.Data).Run, "net", PlanNames.Anyone);
        Assert.DoesNotContain("203.0.113.", (await cloud.Daemon.RunAsync("nsenter", [$"--net={anyone}", "ip", "address", "show", "lo"])).Good(), StringComparison.Ordinal);
    }

    [CarriedFact]
    public async Task What_cannot_be_sent_is_said_not_shown()
    {
        foreach (var (from, to) in ((string, string)[])[("laptop", "igw"), ("nobody", "www:80")]) Assert.Equal(Misused, (await ProveAsync(from, to)).Exit);
        Assert.Contains("no host would send such a packet", (await ProveAsync("bastion", "app1", "--proto", "icmpv6")).Error, StringComparison.Ordinal);
        Assert.Contains("speaks tcp, udp or icmp", (await ProveAsync("laptop", "www", "--proto", "47")).Error, StringComparison.Ordinal);
    }

    private Task<Ran> ProveAsync(string from, string to, params string[] options) => cloud.Daemon.HaneulAsync(["trace", from, to, "--prove", "--data", cloud.Daemon.Data, .. options]);

    private async Task<JsonElement> ProvedAsync(int exit, string from, string to, params string[] options)
    {
        var ran = await ProveAsync(from, to, ["--json", .. options]);
        Assert.True(ran.Exit == exit, $"{from} -> {to}: exit {ran.Exit}\n{ran.Out}\n{ran.Error}");
        var report = JsonDocument.Parse(ran.Out).RootElement;
        Assert.True(report.GetProperty("agrees").GetBoolean());
        Assert.Equal(exit == Reachable, report.GetProperty("observed").GetProperty("reachable").GetBoolean());
        return report;
    }
}
