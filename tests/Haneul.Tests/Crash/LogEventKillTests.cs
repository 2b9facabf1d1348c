using System.Text.Json;
using Haneul.Tests.Processes;
using Xunit;

namespace Haneul.Tests.Crash;

public sealed class LogEventKillTests
{
    private const string Region = "ap-northeast-2";

    [Fact]
    public async Task Log_events_that_were_answered_survive_a_kill()
    {
        await using var daemon = await DaemonProcess.StartAsync("--mode", "model");
        await Call(daemon, "CreateLogGroup", new { logGroupName = "/g" });
        await Call(daemon, "CreateLogStream", new { logGroupName = "/g", logStreamName = "s" });
        for (var i = 0; i < 20; i++)
        {
            await Call(daemon, "PutLogEvents", new { logGroupName = "/g", logStreamName = "s", logEvents = (object[])[new { timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), message = $"event {i}" }] });
        }
        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        var events = (await Call(daemon, "GetLogEvents", new { logGroupName = "/g", logStreamName = "s" })).GetProperty("events").EnumerateArray();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"event {i}"), events.Select(e => e.GetProperty("message").GetString()));
    }

    private static async Task<JsonElement> Call(DaemonProcess daemon, string action, object body)
    {
        var answer = await daemon.Call("logs", Region, JsonSerializer.Serialize(body), $"Logs_20140328.{action}");
        return JsonDocument.Parse(answer.Length == 0 ? "{}" : answer).RootElement;
    }
}
