using System.Text.Json;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>
/// Real load drives a group, by real time: metrics of whole minutes, alarms of one minute, steps. Growth takes up to two minutes, shrinking up to two more: the first minute that is whole, and what of a minute was busy before.
/// </summary>
public sealed class ScalingLoadTests
{
    private const int GrowSeconds = 150, ShrinkSeconds = 190;

    [LongCarriedFact]
    public async Task Requests_make_a_group_grow_and_when_they_fall_it_drains_and_shrinks_and_none_fails()
    {
        await using var cloud = await LoadedCloud.StartAsync(Words.Python, ScalingLoadWords.Network, ScalingLoadWords.Requests);
        await cloud.UntilAsync("all_healthy(1)", 60);
        await cloud.SaidInAsync("laptop", $"cat >/run/ask.py <<'END'\n{ScalingLoadWords.Asker}\nEND\necho 0.25 0 >/run/pace; setsid python3 /run/ask.py {await cloud.ValueAsync("name")} </dev/null >/run/said 2>&1 &");

        await cloud.UntilAsync("all_healthy(3)", GrowSeconds);
        await UntilAsync(cloud, told => told.GetProperty("seen").EnumerateObject().Count() == 3, "all three answer");
        var page = await cloud.PageAsync();
        Assert.Contains("web  desired 3, min 1, max 3, 3 in service", page, StringComparison.Ordinal);
        Assert.Matches(@"alarm busy  ALARM  RequestCountPerTarget [\d.]+, alarm > 150  Sum of 60 s, 1 of 1", page);
        Assert.Equal(3, page.Split("healthy in web:80").Length - 1);
        await MeasuredAsync(cloud);

        await PaceAsync(cloud, "0 4");
        await cloud.UntilAsync("draining()", ShrinkSeconds);
        await cloud.UntilAsync("len(members()) == 1 and all_healthy(1)", 60);
        await PaceAsync(cloud, "end 0");
        await UntilAsync(cloud, told => told.GetProperty("over").GetBoolean(), "all askers have ended");
        var told = await ToldAsync(cloud);
        Assert.Empty(told.GetProperty("failed").EnumerateArray().Select(f => f.GetString()));
        Assert.InRange(told.GetProperty("seen").EnumerateObject().Sum(s => s.Value.GetInt32()), 300, int.MaxValue);

        var changes = await cloud.ToldAsync();
        InOrder(changes, "metric RequestCountPerTarget", "alarm busy INSUFFICIENT_DATA|OK ALARM", "size desired 1 3", "instance i- - Pending|InService", "target i- initial in web:80 healthy in web:80", "alarm calm OK ALARM", "size desired 3 1", "target i- healthy in web:80 draining in web:80", "target i- draining in web:80 -", "instance i- Terminating -");
    }

    [LongCarriedFact]
    public async Task Busy_processors_make_a_group_grow_and_when_they_rest_it_shrinks()
    {
        await using var cloud = await LoadedCloud.StartAsync(Words.Python, ScalingLoadWords.Network, ScalingLoadWords.Processors);
        await cloud.UntilAsync("len(serving()) == 1", 60);
        var first = (await cloud.ValueAsync("serving()[0]")).GetString() ?? "";
        await cloud.ValueAsync("asg.set_instance_protection(AutoScalingGroupName='web', InstanceIds=serving(), ProtectedFromScaleIn=True)['ResponseMetadata']['HTTPStatusCode']");
        await cloud.SaidInAsync(first, "echo 'while :; do :; done' >/run/burn.sh; for i in 1 2; do setsid sh /run/burn.sh </dev/null >/dev/null 2>&1 & done");

        await cloud.UntilAsync("len(serving()) == 2", GrowSeconds);
        Assert.InRange(await MostAsync(cloud, "measured('AWS/EC2', 'CPUUtilization', 'Average', AutoScalingGroupName='web')"), 5, 100);
        Assert.InRange(await MostAsync(cloud, $"measured('AWS/EC2', 'CPUUtilization', 'Maximum', InstanceId='{first}')"), 5, 100);

        await cloud.SaidInAsync(first, "pkill -f burn[.]sh");
        await cloud.UntilAsync("len(members()) == 1", ShrinkSeconds);
        Assert.Equal(first, (await cloud.ValueAsync("serving()[0]")).GetString());
        InOrder(await cloud.ToldAsync(), "alarm busy INSUFFICIENT_DATA|OK ALARM", "size desired 1 2", "instance i- - Pending|InService", "alarm calm OK|INSUFFICIENT_DATA ALARM", "size desired 2 1", "instance i- Terminating -");
    }

    /// <summary>What tracks requests reads just what went through the balancer, shared among those that were healthy then.</summary>
    private static async Task MeasuredAsync(LoadedCloud cloud)
    {
        var tracked = await cloud.ValueAsync("tracked()");
        var requests = await cloud.ValueAsync("measured('AWS/ApplicationELB', 'RequestCount', 'Sum', LoadBalancer=balancer)");
        var healthy = await cloud.ValueAsync("measured('AWS/ApplicationELB', 'HealthyHostCount', 'Average', LoadBalancer=balancer, TargetGroup=targets)");
        Assert.InRange(tracked.EnumerateObject().Max(m => m.Value.GetDouble()), 151, double.MaxValue);
        Assert.All(tracked.EnumerateObject(), m => Assert.Equal(requests.GetProperty(m.Name).GetDouble() / healthy.GetProperty(m.Name).GetDouble(), m.Value.GetDouble(), 6));
    }

    private static async Task<double> MostAsync(LoadedCloud cloud, string measured) => (await cloud.ValueAsync($"max({measured}.values())")).GetDouble();

    private static Task PaceAsync(LoadedCloud cloud, string pace) => cloud.SaidInAsync("laptop", $"echo {pace} >/run/pace.next; mv /run/pace.next /run/pace");

    private static async Task<JsonElement> ToldAsync(LoadedCloud cloud) => JsonDocument.Parse(await cloud.SaidInAsync("laptop", "cat /run/told")).RootElement;

    private static Task UntilAsync(LoadedCloud cloud, Func<JsonElement, bool> so, string what) => CarriedCloud.UntilAsync(async () => so(await ToldAsync(cloud)), what);

    /// <summary>Each was told, one after another; a word may be one of several, and the last one the begin of one.</summary>
    private static void InOrder(IReadOnlyList<string> told, params string[] wanted)
    {
        var at = 0;
        foreach (var want in wanted)
        {
            var words = string.Join(' ', want.Split(' ').Select(w => w == "i-" ? @"i-\w+" : $"({string.Join('|', w.Split('|').Select(System.Text.RegularExpressions.Regex.Escape))})"));
            var found = told.Skip(at).ToList().FindIndex(c => System.Text.RegularExpressions.Regex.IsMatch(c, $"^{words}"));
            if (found < 0) throw new Xunit.Sdk.XunitException($"'{want}' was not told after the first {at} of:\n{string.Join('\n', told)}");
            at += found + 1;
        }
    }
}
