using System.Text.Json;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Sockets of hosts, as people ask for them.</summary>
[Collection(CarriedTests.Name)]
public sealed class SocketsTests(CarriedCloud cloud)
{
    [CarriedFact]
    public async Task Who_listens_and_who_is_connected_is_told_with_its_process()
    {
        var (www, app) = (await cloud.PrivateOf("www"), await cloud.PrivateOf("app1"));
        await cloud.SaidInAsync("www", $"setsid bash -c 'exec 3<>/dev/tcp/{app}/80; exec sleep 600' >/dev/null 2>&1 &");
        JsonElement connected = default;
        await CarriedCloud.UntilAsync(
            async () => (connected = (await SocketsAsync("www")).FirstOrDefault(s => Word(s, "peer") == app && Word(s, "process") == "sleep")).ValueKind != JsonValueKind.Undefined, "the connection is told");
        Assert.Equal(("tcp", "ESTABLISHED", www, 80, "http"), (Word(connected, "protocol"), Word(connected, "state"), Word(connected, "local"), connected.GetProperty("peerPort").GetInt32(), Word(connected, "peerName")));
        var holder = connected.GetProperty("pid").GetInt32();
        // By the number that it has in the host.
        Assert.Equal("sleep", await cloud.SaidInAsync("www", $"cat /proc/{holder}/comm && kill {holder}"));

        var listening = (await SocketsAsync("app1")).Single(s => Word(s, "state") == "LISTEN" && s.GetProperty("localPort").GetInt32() == 80);
        Assert.Equal(("*", "http"), (Word(listening, "local"), Word(listening, "localName")));
        Assert.StartsWith("python3", Word(listening, "process"), StringComparison.Ordinal);
        var told = (await cloud.Daemon.HaneulAsync("sockets", "app1", "--data", cloud.Daemon.Data)).Good();
        Assert.Matches(@"tcp +LISTEN +\*:22 +ssh", told);
    }

    private async Task<IReadOnlyList<JsonElement>> SocketsAsync(string host) =>
        [.. JsonDocument.Parse((await cloud.Daemon.RunAsync("curl", ["-sS", "--fail-with-body", $"{cloud.Daemon.Endpoint}/_haneul/sockets?name={host}"])).Good()).RootElement.GetProperty("sockets").EnumerateArray()];

    private static string? Word(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;
}
