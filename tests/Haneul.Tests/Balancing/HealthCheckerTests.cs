using System.Net;
using System.Net.Sockets;
using System.Text;
using Haneul.Balancer;
using Haneul.Io;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class HealthCheckerTests : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource ends = new(TimeSpan.FromSeconds(60));

    public HealthCheckerTests()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
    }

    private int Port => ((IPEndPoint?)listener.LocalEndPoint)?.Port ?? 0;

    public void Dispose()
    {
        ends.Cancel();
        listener.Dispose();
        ends.Dispose();
    }

    [Fact]
    public async Task A_target_is_asked_as_AWS_asks()
    {
        var request = AnswerAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Assert.Equal(new ProbeResult(ProbeVerdict.Passed, 200), await ProbeAsync());
        Assert.Equal($"GET /ready HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nConnection: close\r\nUser-Agent: ELB-HealthChecker/2.0\r\nAccept-Encoding: gzip, compressed\r\n\r\n", await request);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Busy\r\n\r\n", ProbeVerdict.Mismatch, 503)]
    [InlineData("HTTP/1.0 200\r\n\r\n", ProbeVerdict.Passed, 200)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", ProbeVerdict.Failed, 0)]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n", ProbeVerdict.Failed, 0)]
    [InlineData("HTTP/1.1 200 OK", ProbeVerdict.Failed, 0)]
    public async Task Its_answer_decides(string answer, ProbeVerdict verdict, int code)
    {
        var request = AnswerAsync(answer);
        Assert.Equal(new ProbeResult(verdict, code), await ProbeAsync());
        await request;
    }

    [Fact]
    public async Task A_closed_port_fails()
    {
        var port = Port;
        listener.Dispose();
        Assert.Equal(ProbeVerdict.Failed, (await ProbeAsync(port)).Verdict);
    }

    [Fact]
    public async Task A_connection_is_enough_for_tcp()
    {
        Assert.Equal(ProbeVerdict.Passed, (await ProbeAsync(check: Pools.Check with { Protocol = BalancerProtocol.Tcp })).Verdict);
    }

    [Fact]
    public async Task Checks_run_and_tell_what_they_find()
    {
        using var functions = new FunctionClient(TimeProvider.System);
        await using var checker = new HealthChecker(new OwnSockets(), functions, TimeProvider.System);
        var target = Pools.Target(0) with { Address = Ip.Parse("127.0.0.1"), Port = Port };
        var pool = Pools.Of([], target);
        checker.Serve(new WantedState(1)
        {
            Balancers = [new WantedBalancer("arn:b", "b", BalancerType.Application) { Nodes = [new WantedNode("", "a", [Ip.Parse("127.0.0.1")], false)], Listeners = [], Checked = [pool.Id] }],
            Pools = [pool],
        });
        await AnswerAsync("HTTP/1.1 200 OK\r\n\r\n");
        var told = new List<string>();
        while (!told.Contains("healthy"))
        {
            told.AddRange(checker.TakeChanges().Select(c => c.Health.State));
            await Task.Delay(10, ends.Token);
        }
        Assert.Equal(["initial", "healthy"], told);
        Assert.False(checker.Find("arn:b", "a", pool.Id)?.Usable.FailedOpen);
    }

    [Fact]
    public async Task Too_late_is_a_timeout_and_what_cannot_be_run_is_not_the_fault_of_the_target()
    {
        var found = new List<string?>();
        await using var checker = new HealthChecker(async (probe, cancelled) =>
        {
            if (probe.To.ToString() == "10.0.0.1") throw new InvalidOperationException("no socket");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancelled);
            return default;
        }, TimeProvider.System);
        // A second for the first check, one to be late.
        var pool = Pools.Of([], Pools.Target(0), Pools.Target(1)) with { HealthCheck = Pools.Check with { TimeoutSeconds = 1, UnhealthyThreshold = 1 } };
        checker.Serve(new WantedState(1)
        {
            Balancers = [new WantedBalancer("arn:b", "b", BalancerType.Application) { Nodes = [new WantedNode("", "a", [Ip.Parse("10.0.1.1")], false)], Listeners = [], Checked = [pool.Id] }],
            Pools = [pool],
        });
        while (found.Count < 2)
        {
            found.AddRange(checker.TakeChanges().Where(c => c.Health.State == "unhealthy").Select(c => c.Health.Reason));
            await Task.Delay(10, ends.Token);
        }
        Assert.Equal(["Elb.InternalError", "Target.Timeout"], found.Order());
    }

    private async Task<ProbeResult> ProbeAsync(int? port = null, HealthCheck? check = null)
    {
        var pool = Pools.Of([], []) with { HealthCheck = check ?? Pools.Check with { Path = "/ready" } };
        using var functions = new FunctionClient(TimeProvider.System);
        return await new NetworkProbe(new OwnSockets(), functions, TimeProvider.System).RunAsync(new HealthProbe("", Ip.Parse("127.0.0.1"), Ip.Parse("127.0.0.1"), port ?? Port, pool), ends.Token);
    }

    private async Task<string> AnswerAsync(string answer)
    {
        using var client = await listener.AcceptAsync(ends.Token);
        var request = new byte[4096];
        var length = await client.ReceiveAsync(request, ends.Token);
        await client.SendAsync(Encoding.ASCII.GetBytes(answer), ends.Token);
        return Encoding.ASCII.GetString(request, 0, length);
    }
}
