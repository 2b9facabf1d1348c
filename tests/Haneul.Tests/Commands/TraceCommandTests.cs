using System.Text.Json;
using Haneul.Output;
using Haneul.Tests.Processes;
using Haneul.Tracing;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>The trace command as scripts see it: exit codes, JSON, and what it says when it was asked wrongly.</summary>
public sealed class TraceCommandTests
{
    [Fact]
    public async Task A_proof_needs_packets_that_are_carried_and_says_so()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var ran = await Cli.RunAsync("trace", "laptop", "web:80", "--prove", "--data", daemon.Data);
        Assert.Equal(2, ran.Exit);
        Assert.Contains("model mode", ran.Error, StringComparison.Ordinal);
        Assert.Contains("without --prove", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_codes_tell_reachable_blocked_and_wrongly_asked()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        (await Cli.RunAsync("demo", "--keep", "--json", "--endpoint", daemon.Endpoint)).Good();
        var yes = await Cli.RunAsync("trace", "laptop", "bastion:ssh", "--json", "--data", daemon.Data);
        var no = await Cli.RunAsync("trace", "laptop", "10.0.10.4:22", "--json", "--data", daemon.Data);
        var unknown = await Cli.RunAsync("trace", "laptop", "baston:22", "--data", daemon.Data);
        var proto = await Cli.RunAsync("trace", "laptop", "bastion", "--proto", "banana", "--data", daemon.Data);
        var missing = await Cli.RunAsync("trace", "laptop", "--data", daemon.Data);
        Assert.Equal((0, 1, 2, 2, 2), (yes.Exit, no.Exit, unknown.Exit, proto.Exit, missing.Exit));
        Assert.Contains("Near: bastion (i-", unknown.Error, StringComparison.Ordinal);
        Assert.Equal("198.18.0.3", yes.Json().GetProperty("packet").GetProperty("destination").GetString());
        Assert.Contains("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", no.Json().GetProperty("blockers").EnumerateArray().Select(b => b.GetProperty("code").GetString()));
        var read = no.Json().Deserialize<TraceReport>(Json.Options);
        Assert.Equal(no.Json().GetRawText(), JsonSerializer.Serialize(read, Json.Options));
    }

    [Fact]
    public async Task Without_a_daemon_the_command_says_how_to_start_one()
    {
        var nowhere = Directory.CreateTempSubdirectory("haneul-nowhere-");
        var ran = await Cli.RunAsync("trace", "laptop", "web", "--data", nowhere.FullName);
        Assert.Equal(2, ran.Exit);
        Assert.Contains("haneul up", ran.Error, StringComparison.Ordinal);
        nowhere.Delete();
    }

    [Fact]
    public async Task Ping_has_no_ports_and_says_its_type()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var ran = await Cli.RunAsync("trace", "laptop", "web", "--proto", "icmp", "--data", daemon.Data);
        Assert.Equal(0, ran.Exit);
        Assert.StartsWith("● reachable  laptop → web  icmp type 8", ran.Out, StringComparison.Ordinal);
    }
}
