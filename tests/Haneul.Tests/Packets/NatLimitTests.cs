using System.Net;
using System.Net.Sockets;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Packets;

/// <summary>How many connections a NAT gateway carries to one destination, and from which of its addresses; with a limit that is reached in a moment.</summary>
public sealed class NatLimitTests
{
    private const int Limit = 3;
    private static readonly Ip Far = Ip.Parse("8.8.8.8"), Further = Ip.Parse("9.9.9.9");

    [Fact]
    public void The_limit_is_AWS_s_for_each_address()
    {
        Assert.Equal([55_000, 55_000, 55_000], LimitsOf(Drawn(1, out var nat), nat));
        Assert.Equal([110_000, 110_000, 110_000], LimitsOf(Drawn(2, out nat), nat));
    }

    [NeedsTool(Tool.Root)]
    public async Task Connections_beyond_the_limit_to_one_destination_fail_and_others_do_not()
    {
        using var world = new CarriedWorld(Drawn(1, out var nat));
        Lower(world, nat);
        using var many = new Asking(world);
        await many.UntilTrackedAsync(nat, Far, 53, Limit, count: Limit + 4);
        Assert.Equal(Limit, many.Tracked(nat, Far, 53));
        // The same address at another port, and another one at the same port, are destinations of their own.
        await many.UntilTrackedAsync(nat, Far, 54, 1, count: 1);
        await many.UntilTrackedAsync(nat, Further, 53, 1, count: 1);
        // One that ends makes room for one.
        world.Kernel.Forget(nat, [many.Connections(nat, Far, 53)[0]]);
        await many.UntilTrackedAsync(nat, Far, 53, Limit, count: 4);
        Assert.Equal(Limit, many.Tracked(nat, Far, 53));
    }

    [NeedsTool(Tool.Root)]
    public async Task TCP_beyond_the_limit_gets_no_answer()
    {
        using var world = new CarriedWorld(Drawn(1, out var nat));
        Lower(world, nat);
        using var listener = world.Entry.In(PlanNames.Anyone, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 443));
            socket.Listen(16);
            return socket;
        });
        using var many = new Asking(world);
        for (var i = 0; i < Limit; i++) Assert.True(await many.ConnectsAsync(Far, 443, TimeSpan.FromSeconds(6)));
        Assert.False(await many.ConnectsAsync(Far, 443, TimeSpan.FromMilliseconds(300)));
        Assert.True(await many.ConnectsAsync(Further, 443, TimeSpan.FromSeconds(6)));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_gateway_with_more_addresses_uses_them_all_and_carries_as_many_times_more()
    {
        using var world = new CarriedWorld(Drawn(2, out var nat));
        using var many = new Asking(world);
        await many.UntilTrackedAsync(nat, Far, 53, 60, count: 60);
        // By chance each: that one of two gets none of sixty is out of reach.
        Assert.Equal(["10.0.3.5", "10.0.3.6"], many.Connections(nat, Far, 53).Select(c => c.Answered.Destination.ToString()).Distinct().Order());
        Lower(world, nat);
        await many.UntilTrackedAsync(nat, Further, 53, 2 * Limit, count: 2 * Limit + 4);
        Assert.Equal(2 * Limit, many.Tracked(nat, Further, 53));
    }

    /// <summary>An instance behind a NAT gateway.</summary>
    private static World Drawn(int addresses, out string nat)
    {
        var sketch = new Sketch();
        var vpc = sketch.Vpc("10.0.0.0/16");
        sketch.Host(sketch.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", sketch.Open(vpc));
        var front = sketch.Subnet(vpc, "10.0.3.0/24");
        var internet = sketch.InternetGateway(vpc);
        var gateway = sketch.Nat(front, "10.0.3.5");
        if (addresses > 1) gateway = More(sketch, gateway, addresses - 1);
        sketch.Route(front, "0.0.0.0/0", RouteTargetKind.InternetGateway, internet.Id.Value);
        sketch.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.NatGateway, gateway.Id.Value);
        nat = gateway.Id.Value;
        return sketch.World;
    }

    private static NatGateway More(Sketch sketch, NatGateway gateway, int count)
    {
        var allocations = Enumerable.Range(0, count).Select(i => sketch.Draft.Put(new ElasticAddress { Id = sketch.Draft.NewId<ElasticAddress>(), PublicIp = AddressPools.Elastic.First + (UInt128)(200 + i) })).ToList();
        NatGateways.AddPublic(sketch.Draft, gateway, [.. allocations.Select(a => a.Id)], [.. Enumerable.Range(6, count).Select(i => Ip.Parse($"10.0.3.{i}"))]);
        return sketch.Draft.Get(gateway.Id);
    }

    private static IEnumerable<int> LimitsOf(World world, string nat) =>
        Limits(PlanCompiler.Compile(Lowering.Lower(world), null).Namespaces[nat].Table ?? throw new InvalidOperationException("It has no rules"));

    private static IEnumerable<int> Limits(NftTable table) => table.Chains["forward"].Rules.SelectMany(r => r.Expressions).OfType<NftExpression.CountIn>().Select(c => c.ConnectionsOver ?? 0);

    /// <summary>The gateway's rules, with the limit of each address lowered.</summary>
    private static void Lower(CarriedWorld world, string nat)
    {
        var table = world.Plan.Namespaces[nat].Table ?? throw new InvalidOperationException("It has no rules");
        var forward = table.Chains["forward"];
        static NftExpression Lowered(NftExpression expression) => expression is NftExpression.CountIn { ConnectionsOver: { } over } count ? count with { ConnectionsOver = over / PortTranslator.MostConnections * Limit } : expression;
        world.Kernel.Apply(nat,
        [
            new NftChange.FlushChain(table.Name, forward.Name),
            .. forward.Rules.Select(r => new NftChange.AddRule(table.Name, forward.Name, r with { Expressions = [.. r.Expressions.Select(Lowered)] })),
        ]);
    }

    /// <summary>The instance, which asks again and again.</summary>
    private sealed class Asking(CarriedWorld world) : IDisposable
    {
        private readonly string instance = world.Net.Ports.Values.Single(p => p.InstanceId is not null).InstanceId ?? "";
        private readonly List<Socket> sockets = [];

        public IReadOnlyList<Connection> Connections(string nat, Ip to, int port) => [.. world.Kernel.Connections(nat).Where(c => c.Asked.Destination == to && c.Asked.DestinationPort == port)];

        public int Tracked(string nat, Ip to, int port) => Connections(nat, to, port).Count;

        /// <summary>Datagrams from so many ports, until so many connections are tracked: a new device carries nothing for a moment.</summary>
        public async Task UntilTrackedAsync(string nat, Ip to, int port, int tracked, int count)
        {
            var mine = world.Entry.In(instance, () => Enumerable.Range(0, count).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)).ToList());
            sockets.AddRange(mine);
            var late = DateTime.UtcNow + TimeSpan.FromSeconds(10);
            while (Tracked(nat, to, port) < tracked)
            {
                Assert.True(DateTime.UtcNow < late, $"{Tracked(nat, to, port)} of {tracked} connections to {to}:{port} are tracked");
                foreach (var socket in mine) await socket.SendToAsync(new byte[1], new IPEndPoint(IPAddress.Parse(to.ToString()), port));
                await Task.Delay(5);
            }
        }

        public async Task<bool> ConnectsAsync(Ip to, int port, TimeSpan limit)
        {
            var socket = world.Entry.In(instance, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            sockets.Add(socket);
            using var late = new CancellationTokenSource(limit);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(to.ToString()), port), late.Token);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }
}
