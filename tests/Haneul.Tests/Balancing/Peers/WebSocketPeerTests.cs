using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>WebSocket through an application balancer, by programs of others at both ends.</summary>
public sealed class WebSocketPeerTests
{
    [NeedsToolTheory(Tool.WebSockets)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Python_speaks_through_it(bool isSecure)
    {
        await using var target = await TargetAsync();
        await using var balancer = Before(target, isSecure);
        var ran = (await Ran.Of(Tool.WebSocketsPython, [Script("websocket_client.py"), $"{(isSecure ? "wss" : "ws")}://127.0.0.1:{balancer.Port}/echo"])).Good();
        Assert.Equal("all came back", ran.Trim());
        Assert.Contains($"forwarded for 127.0.0.1 as {(isSecure ? "https" : "http")}", target.Said);
    }

    /// <summary>The browser speaks HTTP/2 to the balancer for the page, and opens a connection of HTTP/1.1 for the socket.</summary>
    [NeedsTool(Tool.WebSockets, Tool.Chromium)]
    public async Task A_browser_speaks_through_it()
    {
        await using var target = await TargetAsync();
        await using var balancer = Before(target, isSecure: true);
        using var profile = new WrittenLogs();
        var debugging = LoopbackBalancer.FreePort();
        await using var browser = await PeerServer.StartAsync(debugging, "chromium",
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            // It finds nobody but this machine.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--ignore-certificate-errors",
            $"--user-data-dir={profile.Folder}", $"--remote-debugging-port={debugging}", $"https://127.0.0.1:{balancer.Port}/",
        ]);
        Assert.Equal("/report?heard=200005&code=1000", await target.SaysAsync("/report"));
    }

    private static string Script(string name) => Repository.At("tests", "Haneul.Tests", "Balancing", "Peers", name);

    private static Task<PeerServer> TargetAsync()
    {
        var port = LoopbackBalancer.FreePort();
        return PeerServer.StartAsync(port, Tool.WebSocketsPython, [Script("websocket_target.py"), $"{port}"]);
    }

    private static LoopbackBalancer Before(PeerServer target, bool isSecure)
    {
        var balancer = new LoopbackBalancer { Certificate = isSecure ? SecureTests.Made() : null };
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        return balancer;
    }
}
