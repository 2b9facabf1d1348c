using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Tells what a router's counts mean: which interfaces saw the flow, and who refused it. Remembers interfaces and rules that are gone, since what they saw is read later. Pure but for that.</summary>
public sealed class FlowReading(string routerId)
{
    /// <summary>Interfaces and rules that are remembered; beyond, all is learnt anew.</summary>
    private const int Most = 20_000;

    private readonly Dictionary<string, Port> ports = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, Refusal> refusals = [];
    private readonly Dictionary<string, int> links = new(StringComparer.Ordinal);
    private Router? router;
    private HashSet<Ip> gateways = [];

    /// <summary>The ports that are there now, by id.</summary>
    public IReadOnlyDictionary<string, Port> Ports { get; private set; } = new Dictionary<string, Port>();

    /// <summary>Takes in the network as it is now, and what the marks of its rules mean.</summary>
    public void Learn(Network net, NftTable? table)
    {
        if (ports.Count > Most) ports.Clear();
        if (refusals.Count > Most) refusals.Clear();
        if (net.Routers.TryGetValue(routerId, out var now)) router = now;
        Ports = net.Ports.Values.Where(p => p.Attached && p.Router.Id == routerId).ToDictionary(p => p.Id, StringComparer.Ordinal);
        gateways = [.. Ports.Values.SelectMany(p => p.Segment.Blocks).Where(b => !b.IsV6).Select(b => b.First + 1)];
        foreach (var port in Ports.Values) ports[RouterCompiler.DeviceOf(port)] = port;
        foreach (var (mark, refusal) in table?.Refusals ?? new Dictionary<uint, Refusal>()) refusals[mark] = refusal;
        foreach (var link in net.Links.Where(l => l.OneId == routerId || l.OtherId == routerId))
        {
            var isNear = net.Routers.TryGetValue(link.FarFrom(routerId), out var far) && far.Place.Region == router?.Place.Region;
            links[RouterCompiler.DeviceOf(link)] = isNear ? FlowSeen.ByPeering : FlowSeen.ByFarPeering;
        }
    }

    /// <summary>The port behind a device of the router; null where the device is none's.</summary>
    public Port? PortOf(string? device) => device is null ? null : ports.GetValueOrDefault(device);

    /// <summary>Who saw the flow: the interface that it left, the one that it came to, or both. Nothing where AWS logs nothing.</summary>
    /// <param name="flow">As counted or told.</param>
    /// <param name="cameBy">The device by which it came.</param>
    /// <param name="leavesBy">The one by which it leaves; null where it does not.</param>
    public IReadOnlyList<FlowSeen> Read(FlowKey flow, string? cameBy, string? leavesBy)
    {
        if (IsUnlogged(flow)) return [];
        var (from, to) = (PortOf(cameBy), PortOf(leavesBy));
        var refusal = flow.Refusal == 0 ? null : RefusalOf(flow.Refusal, from, to);
        var seen = new List<FlowSeen>(2);
        var isStoppedOutside = refusal is { IsInward: false };
        // What is refused on its way in has left its sender.
        if (from is not null) seen.Add(Of(from.Id, isEgress: true, isStoppedOutside ? refusal : null));
        if (refusal is { Border: Border.Destination }) seen.Add(Of(to?.Id ?? "", isEgress: false, refusal));
        else if (to is not null && !(isStoppedOutside && from is not null)) seen.Add(Of(to.Id, isEgress: false, refusal));
        else if (from is null && refusal is not null) seen.Add(Of("", isEgress: false, refusal));
        return seen;

        FlowSeen Of(string port, bool isEgress, Refusal? by) => new(
            routerId, port, isEgress, flow.Source, flow.Destination, flow.Protocol, flow.SourcePort, flow.DestinationPort, by is null ? WayOf(isEgress ? leavesBy : cameBy) : 0, by);
    }

    private Refusal RefusalOf(uint mark, Port? from, Port? to)
    {
        if (!refusals.TryGetValue(mark, out var refusal)) return new Refusal(Border.Connection, ReasonSet.None);
        return refusal.Border switch
        {
            Border.GroupsOut => refusal with { Reasons = from?.Out?.Otherwise ?? ReasonSet.None },
            Border.GroupsIn => refusal with { Reasons = to?.In?.Otherwise ?? ReasonSet.None },
            Border.Source when from is not null => refusal with { Reasons = ReasonSet.Of(new Reason(from.Ref)) },
            Border.Destination when to is not null => refusal with { Reasons = ReasonSet.Of(new Reason(to.Ref)) },
            Border.Route when from?.Segment.Table is { } table => refusal with { Reasons = ReasonSet.Of(Reason.Of(ObjectKind.RouteTable, table.Id)) },
            _ => refusal,
        };
    }

    private int WayOf(string? device) => device switch
    {
        null => 0,
        RouterCompiler.GatewayDevice or RouterCompiler.OneWayDevice => FlowSeen.ByInternetGateway,
        _ when links.TryGetValue(device, out var way) => way,
        _ => FlowSeen.WithinVpc,
    };

    /// <summary>The resolver, metadata, time, and the address of each subnet's router. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html</summary>
    private bool IsUnlogged(FlowKey flow) => IsReserved(flow.Source) || IsReserved(flow.Destination)
        || flow is { Protocol: Protocols.Udp, SourcePort: 67 or 68, DestinationPort: 67 or 68 };

    private bool IsReserved(Ip ip)
    {
        if (Unlogged.Any(block => block.Contains(ip))) return true;
        if (router is null || !router.Holds(ip)) return false;
        return ip == router.Resolver || gateways.Contains(ip);
    }

    /// <summary>The services' own addresses; and what never leaves a link, which a VPC has not (neighbours' questions, groups of listeners).</summary>
    private static readonly Cidr[] Unlogged = [Cidr.Parse("169.254.0.0/16"), Cidr.Parse("224.0.0.0/3"), Cidr.Parse("fd00:ec2::/32"), Cidr.Parse("fe80::/10"), Cidr.Parse("ff00::/8"), Cidr.Parse("::/128")];
}
