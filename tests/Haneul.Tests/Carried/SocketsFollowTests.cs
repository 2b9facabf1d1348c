using System.Diagnostics;
using System.Text.Json;
using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Socket calls of hosts, as people follow them.</summary>
[Collection(CarriedTests.Name)]
public sealed class SocketsFollowTests(CarriedCloud cloud)
{
    /// <summary>Listens when it is told to, and says how many times it has gone round its loop.</summary>
    private const string Server =
        """
        import os, socket, time
        while not os.path.exists("/run/go"): time.sleep(0.02)
        s = socket.create_server(("", 8123))
        s.settimeout(0.02)
        turn = 0
        while not os.path.exists("/run/end"):
            turn += 1
            with open("/run/next", "w") as f: f.write(f"{turn}")
            os.rename("/run/next", "/run/turn")
            try: s.accept()[0].close()
            except TimeoutError: pass
        """;

    [CarriedFact(Tool.Strace)]
    public async Task Who_follows_sees_a_program_listen_and_another_connect_and_leaves_them_undisturbed()
    {
        await cloud.SaidInAsync("app1", $"rm -f /run/go /run/end /run/turn /run/traced; cat > /run/server.py <<'END'\n{Server}\nEND\nsetsid python3 /run/server.py >/run/said 2>&1 &");
        var processes = await cloud.SaidInAsync("app1", "readlink /proc/self/ns/pid");
        using (var follow = await Follow.StartAsync(cloud, "app1"))
        {
            await cloud.SaidInAsync("app1", "touch /run/go");
            var listens = await follow.NextAsync(c => Word(c, "call") == "listen");
            Assert.Equal(("tcp", "*", 8123, "registered", "ok"), (Word(listens, "protocol"), Word(listens, "local"), listens.GetProperty("localPort").GetInt32(), Word(listens, "localName"), Word(listens, "result")));
            Assert.Equal("python3", await cloud.SaidInAsync("app1", $"cat /proc/{listens.GetProperty("pid").GetInt32()}/comm"));

            // Comes in from outside, and is taken in.
            await cloud.SaidInAsync("app1", "setsid sh -c 'until [ -e /run/traced ]; do sleep 0.02; done; bash -c \": </dev/tcp/127.0.0.1/8123; : </dev/tcp/127.0.0.1/9\"' >/dev/null 2>&1 &");
            await CarriedCloud.UntilAsync(() => Task.FromResult(HostProcesses.In(processes).All(p => p.IsTraced)), "all are traced");
            await cloud.SaidInAsync("app1", "touch /run/traced");
            var connects = await follow.NextAsync(c => Word(c, "call") == "connect");
            Assert.Equal(("bash", "127.0.0.1", 8123, "ok"), (Word(connects, "process"), Word(connects, "peer"), connects.GetProperty("peerPort").GetInt32(), Word(connects, "result")));
            var refused = await follow.NextAsync(c => Word(c, "call") == "connect");
            Assert.Equal(("bash", 9, "discard", "refused", "ECONNREFUSED"), (Word(refused, "process"), refused.GetProperty("peerPort").GetInt32(), Word(refused, "peerName"), Word(refused, "result"), Word(refused, "error")));
            await follow.SeenAsync(c => (Word(c, "call"), Word(c, "process"), Word(c, "local"), Word(c, "peer")) == ("accept", "python3", "127.0.0.1", "127.0.0.1"));
        }
        await CarriedCloud.UntilAsync(() => Task.FromResult(!HostProcesses.In(processes).Any(p => p.IsTraced)), "nothing is traced any more");
        var turn = await cloud.SaidInAsync("app1", "cat /run/turn");
        await CarriedCloud.UntilAsync(async () => await cloud.SaidInAsync("app1", "cat /run/turn") != turn, "the server runs on");
        Assert.Equal("", await cloud.SaidInAsync("app1", "touch /run/end; cat /run/said"));
    }

    private static string? Word(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>A running <c>haneul sockets --follow --json</c>; it is killed in the end.</summary>
    private sealed class Follow(Process process) : IDisposable
    {
        private readonly List<JsonElement> seen = [];

        public static async Task<Follow> StartAsync(CarriedCloud cloud, string host)
        {
            var process = Process.Start(cloud.Daemon.Inside("dotnet", [Path.Combine(AppContext.BaseDirectory, "haneul.dll"), "sockets", host, "--follow", "--json", "--data", cloud.Daemon.Data])) ?? throw new InvalidOperationException("It did not start");
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            Assert.StartsWith($"following {host}", await process.StandardError.ReadLineAsync(late.Token));
            return new Follow(process);
        }

        public async Task<JsonElement> NextAsync(Func<JsonElement, bool> isIt)
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                var call = JsonDocument.Parse(await process.StandardOutput.ReadLineAsync(late.Token) ?? throw new Xunit.Sdk.XunitException("The following ended")).RootElement;
                seen.Add(call);
                if (isIt(call)) return call;
            }
        }

        /// <summary>Before, or from now on.</summary>
        public async Task SeenAsync(Func<JsonElement, bool> isIt)
        {
            if (!seen.Any(isIt)) await NextAsync(isIt);
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
