using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;
using Xunit;

namespace Haneul.Tests.Balancing.Streams;

/// <summary>Streams that a network balancer's node passes on in user space and that say nothing: after the listener's time both sides are reset.</summary>
public sealed class StreamIdleTests : IAsyncDisposable
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/door/50dc6c495c0c9188";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AdvancedClock clock = new();
    private readonly TcpListener target = new(IPAddress.Loopback, 0);
    private readonly int port = LoopbackBalancer.FreePort();
    private readonly DataPlane plane;

    public StreamIdleTests()
    {
        target.Start();
        plane = new DataPlane(new OwnSockets(), new DataPlaneOptions { Loops = 1 }, _ => { }, clock);
    }

    [Fact]
    public async Task Behind_a_TCP_listener_with_the_PROXY_protocol_after_its_own_time()
    {
        Serve(BalancerProtocol.Tcp, idleSeconds: 60, tellsClient: true);
        using var client = await ConnectAsync();
        using var served = await target.AcceptSocketAsync().WaitAsync(Patience);
        Assert.Equal(28, await ReadAsync(served, 28));
        await PassesAsync(client, served);
        clock.Advance(TimeSpan.FromSeconds(50));
        await PassesAsync(served, client);
        clock.Advance(TimeSpan.FromSeconds(50));
        await PassesAsync(client, served);
        clock.Advance(TimeSpan.FromSeconds(61));
        await ResetAsync(client);
        await ResetAsync(served);
    }

    [Fact]
    public async Task Behind_a_TLS_listener_after_350_seconds()
    {
        Serve(BalancerProtocol.Tls, idleSeconds: null, tellsClient: false);
        using var client = await ConnectAsync();
        await using var secure = new SslStream(new NetworkStream(client), false, (_, _, _, _) => true);
        await secure.AuthenticateAsClientAsync("door.example").WaitAsync(Patience);
        using var served = await target.AcceptSocketAsync().WaitAsync(Patience);
        clock.Advance(TimeSpan.FromSeconds(340));
        await secure.WriteAsync("x"u8.ToArray());
        Assert.Equal(1, await ReadAsync(served, 1));
        clock.Advance(TimeSpan.FromSeconds(351));
        await ResetAsync(client);
        await ResetAsync(served);
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        target.Dispose();
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Patience);
        return client;
    }

    private static async Task PassesAsync(Socket from, Socket to)
    {
        await from.SendAsync("x"u8.ToArray());
        Assert.Equal(1, await ReadAsync(to, 1));
    }

    private static async Task<int> ReadAsync(Socket socket, int count) => await socket.ReceiveAsync(new byte[count].AsMemory()).AsTask().WaitAsync(Patience);

    /// <summary>What came before the reset is read first; who speaks afterwards is told of it too.</summary>
    private static async Task ResetAsync(Socket socket)
    {
        var reset = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await ReadAsync(socket, 4096) > 0)
            {
                // A ticket of TLS.
            }
        });
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        await Assert.ThrowsAsync<SocketException>(() => socket.SendAsync("late"u8.ToArray()));
    }

    private void Serve(BalancerProtocol protocol, int? idleSeconds, bool tellsClient)
    {
        using var certificate = MadeCertificate.Ecdsa(["door.example"]);
        var group = new Id<TargetGroup>("targetgroup/door/73e2d6bc24d8a067");
        var at = ((IPEndPoint)target.LocalEndpoint).Port;
        var attributes = ImmutableSortedDictionary<string, string>.Empty;
        plane.Serve(new WantedState(1)
        {
            Balancers =
            [
                new WantedBalancer(Arn, "door", BalancerType.Network)
                {
                    Nodes = [new WantedNode("", "eu-west-1a", [Ip.Parse("127.0.0.1")], false)],
                    Listeners =
                    [
                        new WantedListener($"{Arn}/listener", protocol, port)
                        {
                            DefaultActions = [LoopbackBalancer.To(group.Value)],
                            CertificateArns = protocol == BalancerProtocol.Tls ? ["arn:one"] : [],
                            Attributes = idleSeconds is { } seconds ? attributes.Add("tcp.idle_timeout.seconds", $"{seconds}") : attributes,
                        },
                    ],
                },
            ],
            Pools =
            [
                new WantedPool(group, "arn:door", "door", TargetType.Ip)
                {
                    Protocol = BalancerProtocol.Tcp,
                    HealthCheck = new HealthCheck { Enabled = false, Protocol = BalancerProtocol.Tcp, IntervalSeconds = 30, TimeoutSeconds = 10, HealthyThreshold = 2, UnhealthyThreshold = 2 },
                    Attributes = attributes.Add("proxy_protocol_v2.enabled", tellsClient ? "true" : "false"),
                    Targets = [new WantedTarget(new Id<TargetRegistration>($"door|127.0.0.1|{at}"), "127.0.0.1", Ip.Parse("127.0.0.1"), at, "eu-west-1a", DateTimeOffset.UnixEpoch, false)],
                },
            ],
            Certificates = [new WantedCertificate("arn:one", certificate.Pem, "", certificate.KeyPem)],
        });
    }
}
