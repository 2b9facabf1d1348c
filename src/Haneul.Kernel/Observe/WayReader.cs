using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Puts visits together to a way in the words of Fabric: follows the packet from namespace to namespace by the devices that it left and came in by, and says for each what was asked and who decided.
/// Pure. Linux asks routes before borders, and destinations before groups; what it therefore did not ask is looked up in what was printed, so that steps stand in AWS's order (docs/packet-path.md), and marked as recovered.
/// </summary>
public sealed partial class WayReader
{
    /// <summary>More than a packet's time to live lets it cross.</summary>
    private const int MostVisits = 300;

    private readonly KernelMap map;
    private readonly List<Visit> left;
    private readonly Direction direction;

    /// <summary>On the way back: the way there.</summary>
    private readonly WayRead? there;
    private readonly List<Step> steps = [];
    private readonly List<ObjectRef> forwarders = [];

    private Packet packet;
    private ObjectRef? arrived;

    /// <summary>Where the packet is; null outside.</summary>
    private Router? router;
    private Port? port;

    /// <summary>The segment that it left last, until it arrives; null when it came from elsewhere.</summary>
    private Segment? from;

    /// <summary>It came in by a gateway that was named as the source: the internet is no part of the path.</summary>
    private bool isFromGateway;

    private WayReader(KernelMap map, IEnumerable<Visit> visits, Direction direction, Packet packet, WayRead? there)
    {
        (this.map, this.direction, this.packet, this.there) = (map, direction, packet, there);
        left = [.. visits.Where(v => v.IsAnswer == (direction == Direction.Return))];
    }

    private Network Net => map.Net;

    /// <summary>Where the packet is seen next: a namespace, and the device that it comes in by (null: it is made there).</summary>
    private readonly record struct Place(string Namespace, string? Device);

    /// <summary>The way of the probe.</summary>
    public static WayRead There(KernelMap map, IEnumerable<Visit> visits, ObjectRef start, Packet packet) => new WayReader(map, visits, Direction.Forward, packet, null).Read(start);

    /// <summary>The way of the answer, from where the probe arrived.</summary>
    public static WayRead Back(KernelMap map, IEnumerable<Visit> visits, WayRead there, ObjectRef asker, Packet asked)
    {
        if (there.Arrived is not { } start) return new WayRead([], null, there.Packet);
        var back = new WayReader(map, visits, Direction.Return, there.Packet.Answer(), there);
        var read = back.Read(start);
        return read.Arrived is null ? read : Met(read, asker, asked.Answer());
    }

    /// <summary>Only the very answer counts, and only where it is waited for.</summary>
    private static WayRead Met(WayRead read, ObjectRef asker, Packet awaited)
    {
        var isMet = read.Packet == awaited && (read.Arrived == asker || read.Arrived == ObjectRef.Internet && asker.Kind == ObjectKind.InternetGateway);
        if (isMet || read.Steps is not [.., var last]) return read;
        if (last.Kind == StepKind.Internet) return new WayRead([.. read.Steps, last with { Kind = StepKind.Arrived, Decision = Decision.Stopped, Code = ExplanationCode.NoPath, Reasons = ReasonSet.Of(new Reason(last.At)) }], null, read.Packet);
        return new WayRead([.. read.Steps[..^1], last with { Decision = Decision.Stopped, Code = ExplanationCode.NoPath, Reasons = ReasonSet.Of(new Reason(last.At)) }], null, read.Packet);
    }

    private WayRead Read(ObjectRef start)
    {
        var at = Begin(start);
        for (var n = 0; at is { } place && n < MostVisits; n++)
        {
            if (Take(place) is not { } visit)
            {
                Stop(StepKind.InterfaceState, new ObjectRef(ObjectKind.Unknown, $"{place.Namespace}/{place.Device}"), ExplanationCode.NoPath);
                break;
            }
            packet = visit.Packet;
            at = Cross(visit);
        }
        return new WayRead([.. steps], arrived, packet);
    }

    private Place? Cross(Visit visit)
    {
        if (Net.Routers.TryGetValue(visit.Namespace, out var vpc)) return CrossVpc(visit, vpc);
        (router, port, from) = (null, null, null);
        if (map.EdgeOf(visit.Namespace) is { } edge) return CrossEdge(visit, edge);
        if (map.NodeOf(visit.Namespace) is { } node) return CrossNode(visit, node);
        if (map.TranslatorOf(visit.Namespace) is { } nat) return CrossTranslator(visit, nat);
        if (visit.Namespace == PlanNames.Internet) return CrossInternet(visit);
        if (map.HomeOf(visit.Namespace) is { } home) return CrossHome(visit, home);
        return null;
    }

    /// <summary>The packet leaves its source.</summary>
    private Place? Begin(ObjectRef start)
    {
        switch (start.Kind)
        {
            case ObjectKind.NetworkInterface when Net.Ports.TryGetValue(start.Id, out var own):
                return BeginAt(own);
            case ObjectKind.OutsideHost when Net.Beyond.Hosts.TryGetValue(start.Id, out var host):
                Note(StepKind.Sent, host.Ref, packet, Decision.Pass);
                if (host.Home is not { } home) return Sent(PlanNames.Internet, host == Net.Beyond.Machine ? MachineLink.DeviceHere : InternetCompiler.DeviceOf(host), host.Ref);
                return home.Block.Contains(packet.Destination) ? ToNeighbour(home) : Sent(PlanNames.Home(home.Name), "br0", host.Ref);
            case ObjectKind.Service:
                return BeginAtService(start);
            default:
                isFromGateway = start.Kind is ObjectKind.InternetGateway;
                Note(StepKind.Sent, start, packet, Decision.Pass);
                return Take(new Place(PlanNames.Anyone, null)) is null ? NothingSent(start) : new Place(PlanNames.Internet, "anyone");
        }
    }

    /// <summary>A service of the VPC answers from the VPC's namespace, straight to the interface that asked.</summary>
    private Place? BeginAtService(ObjectRef service)
    {
        Note(StepKind.Service, service, packet, Decision.Pass);
        if (there?.Steps is not [.., { VpcId: { } vpc }] || Take(new Place(vpc, null)) is not { Left: { } leaving } || map.PortAt(vpc, leaving.Out) is not { } asker) return NothingSent(service);
        return Arrive(asker.Ref);
    }

    private Place? BeginAt(Port own)
    {
        var (attached, isDark) = (own.Attached, own.Dark);
        (router, port, from) = (own.Router, own, own.Segment);
        // A host with several interfaces chooses by itself which of them it sends by.
        var first = FromGuest(own);
        var sender = first is null ? own : map.PortAt(own.Router.Id, first.In) ?? own;
        // A node's own connection by its client's address: passed on, like a flow that the kernel passes on.
        if (own.PassesFlows && !own.Has(packet.Source) && Net.BalancerNodes.TryGetValue(own.Id, out var balancing)) passedBy = balancing.Balancer.Ref;
        if (first is null && (!attached || isDark || !own.Running)) return Down(own);
        Note(StepKind.Sent, sender.Ref, packet, Decision.Pass);
        return first is null ? NothingSent(own.Ref) : new Place(own.Router.Id, first.In);
    }

    private Place? Sent(string ns, string device, ObjectRef by) => left.Exists(v => v.Namespace == ns && v.In == device) ? new Place(ns, device) : NothingSent(by);

    /// <summary>The host made no such packet, or keeps it to itself.</summary>
    private Place? NothingSent(ObjectRef by) => Stop(StepKind.Sent, by, ExplanationCode.NoPath);

    /// <summary>Neighbours at home speak without the router: nobody but they sees it.</summary>
    private Place? ToNeighbour(HomeRouter home)
    {
        var neighbour = Net.Beyond.Hosts.Values.FirstOrDefault(h => h.Home == home && h.Address == packet.Destination);
        if (neighbour is null) return Stop(StepKind.HomeRouter, home.Ref, ExplanationCode.NoPath, recovered: true);
        return Arrive(neighbour.Ref, recovered: true);
    }

    /// <summary>The next that a guest sends of this packet, by whichever of its interfaces.</summary>
    private Visit? FromGuest(Port own)
    {
        Visit? other = null;
        foreach (var visit in left)
        {
            if (map.PortAt(visit.Namespace, visit.In) is not { } sender) continue;
            if (sender == own) return visit;
            if (own.InstanceId is not null && sender.InstanceId == own.InstanceId) other ??= visit;
        }
        return other;
    }

    private Visit? Take(Place place)
    {
        var at = left.FindIndex(v => v.Namespace == place.Namespace && v.In == place.Device);
        if (at < 0) return null;
        var visit = left[at];
        left.RemoveAt(at);
        return visit;
    }

    private Place? Arrive(ObjectRef at, bool recovered = false)
    {
        Note(StepKind.Arrived, at, packet, Decision.Arrived, recovered: recovered);
        arrived = at;
        return null;
    }

    private void Note(StepKind kind, ObjectRef at, Packet before, Decision decision, ReasonSet? reasons = null, ObjectRef? next = null, bool recovered = false) => steps.Add(new Step
    {
        Kind = kind,
        At = at,
        Before = before,
        After = packet,
        Decision = decision,
        Reasons = reasons ?? ReasonSet.None,
        VpcId = router?.Id,
        SubnetId = port?.Segment.Id,
        InterfaceId = port?.Id,
        Next = next,
        Recovered = recovered,
    });

    /// <summary>It ends here.</summary>
    private Place? Stop(StepKind kind, ObjectRef at, string code, ReasonSet? reasons = null, bool recovered = false)
    {
        Note(kind, at, packet, Decision.Stopped, reasons ?? ReasonSet.Of(new Reason(at)), recovered: recovered);
        steps[^1] = steps[^1] with { Code = code };
        return null;
    }

    private bool Loops(ObjectRef forwarder)
    {
        if (forwarders.Contains(forwarder)) return true;
        forwarders.Add(forwarder);
        return false;
    }
}
