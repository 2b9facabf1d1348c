using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Where a walk stands.</summary>
internal enum Where
{
    Leaving,
    Sending,
    Routing,
    Local,
    Arriving,
    Forwarding,
    Home,
    Internet,
    Ended,
}

/// <summary>
/// One packet on its way through the network, one direction. With a log it explains: it goes on after what stops it, as if that were mended; without one it stops there.
/// The order of what is asked is that of docs/packet-path.md.
/// </summary>
internal sealed partial class Walk(Network net, Flow flow, Asker asker, Log? log, Direction direction, Goal goal, Question question)
{
    private const int MostHops = 32;

    private readonly List<Port> forwarders = [];
    private Packet packet;
    private Where where;
    private int hops;

    /// <summary>Where the packet is; null outside.</summary>
    private Port? port;
    private Segment? segment;
    private Router? router;

    /// <summary>The segment that it left last, until it arrives; null when it came from elsewhere.</summary>
    private Segment? from;

    private Host? host;

    /// <summary>The node of a network balancer that sent it last, until somebody else does.</summary>
    private Port? via;

    /// <summary>What would mend an answer that left by a NAT gateway, so that nobody knows it again: the route that sent it there.</summary>
    private Opening? detour;

    /// <summary>Something said no.</summary>
    public bool Blocked { get; private set; }

    /// <summary>What the packet reached; null when it ended on the way.</summary>
    public ObjectRef? Arrived { get; private set; }

    public Packet Packet => packet;

    /// <summary>From where its answer starts: a port, a host, a service exit; null with <see cref="Arrived"/> set: see there.</summary>
    public Port? ArrivedPort { get; private set; }

    public Host? ArrivedHost { get; private set; }

    private bool Explains => log is not null;

    public void LeaveFrom(Port start, Packet made)
    {
        packet = made;
        Enter(start);
        Note(StepKind.Sent, start.Ref, packet, Decision.Pass);
        Run(Where.Leaving);
    }

    public void LeaveFrom(Host start, Packet made)
    {
        packet = made;
        host = start;
        Note(StepKind.Sent, start.Ref, packet, Decision.Pass);
        Run(start.Home is null ? Where.Internet : Where.Home);
    }

    public void LeaveInternet(Packet made)
    {
        packet = made;
        Note(StepKind.Sent, ObjectRef.Internet, packet, Decision.Pass);
        Run(Where.Internet);
    }

    /// <summary>Comes out of a gateway into its VPC.</summary>
    public void LeaveHop(Hop hop, Router into, Packet made)
    {
        packet = made;
        Note(StepKind.Sent, hop.Ref, packet, Decision.Pass);
        router = into;
        Run(ComeOutOf(hop, into));
    }

    /// <summary>A service of the VPC answers straight to the interface that asked.</summary>
    public void Receive(ObjectRef service, ObjectRef at, Packet made)
    {
        packet = made;
        Note(StepKind.Service, service, packet, Decision.Pass);
        Note(StepKind.Arrived, at, packet, Decision.Arrived);
        Arrived = at;
    }

    private void Run(Where start)
    {
        where = start;
        while (where != Where.Ended)
        {
            if (hops > MostHops)
            {
                Fail(StepKind.Loop, port?.Ref ?? router?.Ref ?? ObjectRef.Internet, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
                break;
            }
            where = where switch
            {
                Where.Leaving => Leave(Here(port)),
                Where.Sending => Send(Here(segment)),
                Where.Routing => Route(Here(segment)),
                Where.Local => Deliver(Here(router)),
                Where.Arriving => Arrive(Here(port)),
                Where.Forwarding => Forward(Here(port)),
                Where.Home => LeaveHome(Here(host)),
                Where.Internet => CrossInternet(),
                _ => Where.Ended,
            };
        }
    }

    private static T Here<T>(T? place) where T : class => place ?? throw new InvalidOperationException($"a walk stands nowhere: no {typeof(T).Name}");

    private void Enter(Port next)
    {
        port = next;
        segment = next.Segment;
        router = next.Router;
    }

    private Where End(ObjectRef at)
    {
        Arrived = at;
        return Where.Ended;
    }

    private void Note(StepKind kind, ObjectRef at, Packet before, Decision decision, ReasonSet? reasons = null, ObjectRef? next = null)
    {
        log?.Add(direction, StepOf(kind, at, before, decision, reasons, next));
    }

    /// <summary>Says no. True when the walk is to go on as if it had not.</summary>
    private bool Fail(StepKind kind, ObjectRef at, string code, OpeningKind opening, ReasonSet? reasons = null, Cidr? peer = null, ObjectRef? target = null)
    {
        Blocked = true;
        if (log is null)
        {
            where = Where.Ended;
            return false;
        }
        var step = StepOf(kind, at, packet, Decision.Stopped, reasons ?? ReasonSet.Of(new Reason(at)), target) with { Code = code };
        var opens = opening is OpeningKind.UseOtherWay or OpeningKind.None ? detour : null;
        log.Stop(direction, step, opens ?? new Opening(opening, at, peer, target));
        return true;
    }

    /// <summary>Says no, with no way on.</summary>
    private Where Dead(StepKind kind, ObjectRef at, string code, OpeningKind opening, ReasonSet? reasons = null, ObjectRef? target = null)
    {
        Fail(kind, at, code, opening, reasons, target: target);
        return Where.Ended;
    }

    private Step StepOf(StepKind kind, ObjectRef at, Packet before, Decision decision, ReasonSet? reasons, ObjectRef? next) => new()
    {
        Kind = kind,
        At = at,
        Before = before,
        After = packet,
        Decision = decision,
        Reasons = reasons ?? ReasonSet.None,
        VpcId = router?.Id,
        SubnetId = segment?.Id,
        InterfaceId = port?.Id,
        Next = next,
    };

    private bool Loops(Port forwarder)
    {
        if (forwarders.Contains(forwarder)) return true;
        forwarders.Add(forwarder);
        return false;
    }
}
