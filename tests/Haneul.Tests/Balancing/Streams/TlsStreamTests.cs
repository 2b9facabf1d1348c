using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing.Streams;

/// <summary>A TLS listener of a network balancer: TLS ends at the node, and begins again towards the target behind the PROXY protocol's header.</summary>
public sealed class TlsStreamTests : IAsyncDisposable
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/door/50dc6c495c0c9188";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener target = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate = Made();
    private readonly int port = LoopbackBalancer.FreePort();
    private readonly WrittenLogs logs = new();
    private readonly ConcurrentQueue<SeenState> seen = new();
    private readonly AdvancedClock clock = new();
    private readonly DataPlane plane;

    public TlsStreamTests()
    {
        target.Start();
        plane = new DataPlane(new OwnSockets(), new DataPlaneOptions { Loops = 2, LogDirectory = logs.Folder }, seen.Enqueue, clock);
    }

    [Fact]
    public async Task Bytes_pass_from_TLS_to_TLS_and_the_target_learns_who_speaks()
    {
        Serve(BalancerProtocol.Tls, "true");
        using var socket = await ConnectAsync();
        await using var client = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        var options = new SslClientAuthenticationOptions { TargetHost = "door.example", ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2] };
        await client.AuthenticateAsClientAsync(options).WaitAsync(Patience);
        Assert.Equal(SslApplicationProtocol.Http2, client.NegotiatedApplicationProtocol);
        using var served = await target.AcceptSocketAsync().WaitAsync(Patience);
        await using var stream = new NetworkStream(served);
        var header = new byte[28];
        await stream.ReadExactlyAsync(header).AsTask().WaitAsync(Patience);
        Assert.Equal((IPEndPoint?)socket.LocalEndPoint, new IPEndPoint(new IPAddress(header.AsSpan(16, 4)), BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(24))));
        await using var server = new SslStream(stream);
        await server.AuthenticateAsServerAsync(certificate).WaitAsync(Patience);
        await client.WriteAsync("question"u8.ToArray());
        var read = new byte[8];
        await server.ReadExactlyAsync(read).AsTask().WaitAsync(Patience);
        await server.WriteAsync(read);
        await client.ReadExactlyAsync(read).AsTask().WaitAsync(Patience);
        Assert.Equal("question"u8.ToArray(), read);
    }

    [Fact]
    public async Task TLS_may_end_at_the_node()
    {
        Serve(BalancerProtocol.Tcp, "false");
        using var socket = await ConnectAsync();
        await using var client = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await client.AuthenticateAsClientAsync("door.example").WaitAsync(Patience);
        using var served = await target.AcceptSocketAsync().WaitAsync(Patience);
        var sent = RandomNumberGenerator.GetBytes(500_000);
        var writing = client.WriteAsync(sent).AsTask();
        var read = new byte[sent.Length];
        await using var stream = new NetworkStream(served);
        await stream.ReadExactlyAsync(read).AsTask().WaitAsync(Patience);
        await writing;
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(read));
    }

    [Fact]
    public async Task A_connection_is_a_line_of_the_access_log()
    {
        Serve(BalancerProtocol.Tcp, "false", "true");
        using (var socket = await ConnectAsync())
        {
            await using var client = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
            await client.AuthenticateAsClientAsync("door.example").WaitAsync(Patience);
            using var served = await target.AcceptSocketAsync().WaitAsync(Patience);
            await client.WriteAsync("question"u8.ToArray());
            await using var stream = new NetworkStream(served);
            await stream.ReadExactlyAsync(new byte[8]).AsTask().WaitAsync(Patience);
            await stream.WriteAsync("answer"u8.ToArray());
            await client.ReadExactlyAsync(new byte[6]).AsTask().WaitAsync(Patience);
            served.Close();
            Assert.Equal(0, await client.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        }
        await plane.DisposeAsync();
        var file = Assert.Single(logs.Files);
        Assert.Matches(@"/bucket/AWSLogs/111122223333/elasticloadbalancing/eu-west-1/\d{4}/\d\d/\d\d/111122223333_elasticloadbalancing_eu-west-1_net\.door\.50dc6c495c0c9188_\d{8}T\d{4}Z_[0-9a-f]{8}\.log\.gz$", file);
        Assert.Matches(@"^tls 2\.0 \S+T\d\d:\d\d:\d\d net/door/50dc6c495c0c9188 listener 127\.0\.0\.1:\d+ 127\.0\.0\.1:\d+ \d+ \d+ 8 6 - arn:one - \S+ tlsv1[23] \S+ door\.example - - - \S+T\d\d:\d\d:\d\d$", Assert.Single(await WrittenLogs.LinesAsync(file)));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task When_the_deregistration_delay_is_over_streams_end_where_the_group_says_so(string cuts)
    {
        Serve(BalancerProtocol.Tcp, "false");
        using var socket = await ConnectAsync();
        await using var client = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await client.AuthenticateAsClientAsync("door.example").WaitAsync(Patience);
        using var served = await target.AcceptSocketAsync().WaitAsync(Patience);
        Serve(BalancerProtocol.Tcp, "false", cuts: cuts, isDraining: true);
        await PassesAsync(client, served);
        Serve(BalancerProtocol.Tcp, "false", cuts: cuts, isRegistered: false);
        if (cuts == "false")
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            await PassesAsync(client, served);
            return;
        }
        await Assert.ThrowsAnyAsync<IOException>(async () => await client.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public async Task A_target_that_turns_unhealthy_loses_its_streams_at_once_or_after_the_group_s_interval(int? keptSeconds)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Serve(BalancerProtocol.Tcp, "false", second: other, unhealthyKeptSeconds: keptSeconds);
        using var socket = await ConnectAsync();
        await using var client = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await client.AuthenticateAsClientAsync("door.example").WaitAsync(Patience);
        await client.WriteAsync("x"u8.ToArray());
        // Health checks connect and say nothing: the one who gets a byte serves the client.
        var (first, next) = (ServesAsync(target), ServesAsync(other));
        var serving = await Task.WhenAny(first, next).WaitAsync(Patience);
        (serving == first ? target : other).Stop();
        if (keptSeconds is { } seconds)
        {
            await Waiting.Until(() => seen.SelectMany(s => s.Health).Any(h => h.Health.State == "unhealthy"), "the target is unhealthy");
            // Streams are looked at once a second.
            await Task.Delay(TimeSpan.FromSeconds(2));
            await PassesAsync(client, await serving);
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }
        await Assert.ThrowsAnyAsync<IOException>(async () => await client.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience));
        (await serving).Dispose();
    }

    private static async Task<Socket> ServesAsync(TcpListener listener)
    {
        while (true)
        {
            var accepted = await listener.AcceptSocketAsync();
            if (await accepted.ReceiveAsync(new byte[1].AsMemory()) == 1) return accepted;
            accepted.Dispose();
        }
    }

    private static async Task PassesAsync(SslStream client, Socket served)
    {
        await client.WriteAsync("x"u8.ToArray());
        Assert.Equal(1, await served.ReceiveAsync(new byte[8].AsMemory()).AsTask().WaitAsync(Patience));
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        logs.Dispose();
        target.Dispose();
        certificate.Dispose();
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Patience);
        return client;
    }

    private void Serve(BalancerProtocol towardsTarget, string tellsClient, string logsAccess = "false", string cuts = "false", bool isDraining = false, bool isRegistered = true, TcpListener? second = null, int? unhealthyKeptSeconds = null)
    {
        var group = new Id<TargetGroup>("targetgroup/door/73e2d6bc24d8a067");
        TcpListener[] listening = second is null ? [target] : [target, second];
        plane.Serve(new WantedState(1)
        {
            Balancers =
            [
                new WantedBalancer(Arn, "door", BalancerType.Network)
                {
                    Attributes = ImmutableSortedDictionary<string, string>.Empty.Add("access_logs.s3.enabled", logsAccess).Add("access_logs.s3.bucket", "bucket"),
                    Checked = [group],
                    Nodes = [new WantedNode("", "eu-west-1a", [Ip.Parse("127.0.0.1")], false)],
                    Listeners =
                    [
                        new WantedListener($"{Arn}/listener", BalancerProtocol.Tls, port)
                        {
                            DefaultActions = [new RuleAction(ActionType.Forward) { Forward = new ForwardAction([new WeightedGroup(group)]) }],
                            CertificateArns = ["arn:one"],
                            AlpnPolicy = "HTTP2Preferred",
                        },
                    ],
                },
            ],
            Pools =
            [
                new WantedPool(group, "arn:door", "door", TargetType.Ip)
                {
                    Protocol = towardsTarget,
                    HealthCheck = new HealthCheck { Enabled = second is not null, Protocol = BalancerProtocol.Tcp, IntervalSeconds = 1, TimeoutSeconds = 1, HealthyThreshold = 2, UnhealthyThreshold = 2 },
                    Attributes = ImmutableSortedDictionary<string, string>.Empty.Add("proxy_protocol_v2.enabled", tellsClient).Add("deregistration_delay.connection_termination.enabled", cuts)
                        .Add("target_health_state.unhealthy.connection_termination.enabled", unhealthyKeptSeconds is null ? "true" : "false").Add("target_health_state.unhealthy.draining_interval_seconds", $"{unhealthyKeptSeconds ?? 0}"),
                    Targets = isRegistered ? [.. listening.Select(l => Registered(((IPEndPoint)l.LocalEndpoint).Port, isDraining))] : [],
                },
            ],
            Certificates = [new WantedCertificate("arn:one", certificate.ExportCertificatePem(), "", certificate.GetECDsaPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? "")],
        });
    }

    private static WantedTarget Registered(int at, bool isDraining) => new(new Id<TargetRegistration>($"door|127.0.0.1|{at}"), "127.0.0.1", Ip.Parse("127.0.0.1"), at, "eu-west-1a", DateTimeOffset.UnixEpoch, isDraining);

    private static X509Certificate2 Made()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=door.example", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}
