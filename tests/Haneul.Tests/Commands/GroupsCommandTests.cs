using System.Diagnostics;
using System.Text.Json;
using Haneul.Client;
using Haneul.Tests.Processes;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>Auto Scaling groups at the command line.</summary>
public sealed class GroupsCommandTests
{
    [Fact]
    public async Task Groups_are_listed_and_one_that_there_is_not_is_answered_with_those_that_there_are()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        Assert.Equal("There is no Auto Scaling group\n", (await Cli.RunAsync("groups", "--data", daemon.Data)).Good());
        var none = await Cli.RunAsync("groups", "web", "--data", daemon.Data);
        Assert.Equal((2, "haneul: There is no Auto Scaling group 'web': there is none\n"), (none.Exit, none.Error));

        await MakeAsync(daemon);
        var page = (await Cli.RunAsync("groups", "web", "--data", daemon.Data)).Good();
        Assert.StartsWith("web  desired 2, min 0, max 4, ", page, StringComparison.Ordinal);
        Assert.Matches(@"\n[├└]─ i-\w+  ap-northeast-2a  (Pending|InService)  Healthy\n", page);

        var json = (await Cli.RunAsync("groups", "--json", "--data", daemon.Data)).Json().GetProperty("groups");
        Assert.Equal(["api", "web"], json.EnumerateArray().Select(g => g.GetProperty("name").GetString()));
        Assert.Equal(2, json[1].GetProperty("instances").GetArrayLength());
        foreach (var command in (string[][])[["groups", "wed"], ["groups", "wed", "--follow"]])
        {
            var wrong = await Cli.RunAsync([.. command, "--data", daemon.Data]);
            Assert.Equal((2, "haneul: There is no Auto Scaling group 'wed': there are api, web\n"), (wrong.Exit, wrong.Error));
        }
    }

    [Fact]
    public async Task Who_follows_a_group_is_told_how_it_grows()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        await MakeAsync(daemon);
        using var follow = DaemonProcess.Run("groups", "web", "--follow", "--json", "--data", daemon.Data);
        try
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            Assert.Equal("following web; Ctrl-C ends it", await follow.StandardError.ReadLineAsync(late.Token));
            await AskAsync(daemon, "SetDesiredCapacity", ("AutoScalingGroupName", "api"), ("DesiredCapacity", "1"));
            await AskAsync(daemon, "SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "3"));
            await NextAsync(follow, c => Word(c, "kind") == "size" && (Word(c, "subject"), Word(c, "before"), Word(c, "after"), Word(c, "group")) == ("desired", "2", "3", "web"), late.Token);
            await NextAsync(follow, c => Word(c, "kind") == "instance" && Word(c, "after") == "InService", late.Token);
        }
        finally
        {
            follow.Kill();
            await follow.WaitForExitAsync();
        }
    }

    private static string? Word(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async Task NextAsync(Process follow, Func<JsonElement, bool> isIt, CancellationToken late)
    {
        while (true)
        {
            var change = JsonDocument.Parse(await follow.StandardOutput.ReadLineAsync(late) ?? throw new Xunit.Sdk.XunitException("The following ended")).RootElement;
            Assert.Equal("web", Word(change, "group"));
            if (isIt(change)) return;
        }
    }

    /// <summary>Groups <c>web</c> of two instances and <c>api</c> of none, in the default network.</summary>
    private static async Task MakeAsync(DaemonProcess daemon)
    {
        using var client = new AwsClient(daemon.Endpoint, "ap-northeast-2");
        var image = (await client.Ec2Async("DescribeImages", CancellationToken.None, ("Owner.1", "amazon"))).Descendants("imageId").First().Value;
        await client.Ec2Async("CreateLaunchTemplate", CancellationToken.None, ("LaunchTemplateName", "web"), ("LaunchTemplateData.ImageId", image), ("LaunchTemplateData.InstanceType", "t3.nano"));
        foreach (var (name, desired) in (IEnumerable<(string, int)>)[("web", 2), ("api", 0)])
        {
            await AskAsync(daemon, "CreateAutoScalingGroup", ("AutoScalingGroupName", name), ("MinSize", "0"), ("MaxSize", "4"), ("DesiredCapacity", $"{desired}"), ("AvailabilityZones.member.1", "ap-northeast-2a"), ("LaunchTemplate.LaunchTemplateName", "web"));
        }
        for (var late = DateTime.UtcNow.AddSeconds(30); (await daemon.RowsAsync()).GetValueOrDefault("000000000000 ap-northeast-2 ScalingInstance") < 2;)
        {
            if (DateTime.UtcNow > late) throw new Xunit.Sdk.XunitException($"In 30 s no two instances came: {string.Join(", ", await daemon.RowsAsync())}");
            await Task.Delay(20);
        }
    }

    private static Task AskAsync(DaemonProcess daemon, string action, params (string Name, string Value)[] members) =>
        daemon.Call("autoscaling", "ap-northeast-2", $"Version=2011-01-01&Action={action}&{string.Join('&', members.Select(m => $"{m.Name}={Uri.EscapeDataString(m.Value)}"))}");
}
