using System.Text.Json;
using Haneul.Tests.Processes;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>Where functions are, at the command line.</summary>
public sealed class FunctionCommandTests
{
    [Fact]
    public async Task Functions_come_move_and_go_and_their_groups_are_told()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        Assert.Equal("Nobody has said where a function is\n", await Good(daemon));
        Assert.Equal("hello is called at http://127.0.0.1:9000/\n", await Good(daemon, "add", "hello", "http://127.0.0.1:9000"));
        Assert.Equal("hello is called at http://127.0.0.1:9001/run?x=1\n", await Good(daemon, "add", "hello", "http://127.0.0.1:9001/run?x=1"));
        await daemon.Call("elasticloadbalancing", "ap-northeast-2", "Action=CreateTargetGroup&Version=2015-12-01&Name=fn&TargetType=lambda");
        var groups = await daemon.Call("elasticloadbalancing", "ap-northeast-2", "Action=DescribeTargetGroups&Version=2015-12-01");
        var arn = groups.Split("<TargetGroupArn>")[1].Split('<')[0];
        await daemon.Call("elasticloadbalancing", "ap-northeast-2", $"Action=RegisterTargets&Version=2015-12-01&TargetGroupArn={Uri.EscapeDataString(arn)}&Targets.member.1.Id={Uri.EscapeDataString("arn:aws:lambda:us-east-1:111122223333:function:hello:prod")}");
        Assert.Matches(@"\nhello +http://127\.0\.0\.1:9001/run\?x=1 +fn\n", await Good(daemon, "list"));
        var told = JsonDocument.Parse(await Good(daemon, "--json")).RootElement.GetProperty("functions")[0];
        Assert.Equal(("hello", "fn"), (told.GetProperty("name").GetString(), told.GetProperty("targetGroups")[0].GetString()));
        Assert.Equal("Removed\n", await Good(daemon, "remove", "hello"));
        var gone = await Cli.RunAsync("function", "remove", "hello", "--data", daemon.Data);
        Assert.Equal(2, gone.Exit);
        Assert.Contains("Nobody has said where it is", gone.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:111122223333:function:hello", "http://127.0.0.1:9000", "the part behind :function: of its ARN")]
    [InlineData("hello", "127.0.0.1:9000", "Write a URL of http or https")]
    [InlineData("hello", "file:///etc/passwd", "Write a URL of http or https")]
    public async Task What_cannot_be_called_is_refused_with_what_would_do(string name, string url, string why)
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var ran = await Cli.RunAsync("function", "add", name, url, "--data", daemon.Data);
        Assert.Equal(2, ran.Exit);
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
    }

    private static async Task<string> Good(DaemonProcess daemon, params string[] arguments) => (await Cli.RunAsync(["function", .. arguments, "--data", daemon.Data])).Good();
}
