using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tracing;

/// <summary>A world as traces see it: lowered, and indexed by what can be an end.</summary>
internal sealed record Sight(World World, Network Network, EndIndex Index);

/// <summary>Answers trace questions about the world as it is now. The world is lowered once for each time that it was published, when it is first asked about.</summary>
internal sealed class TraceDesk(Func<World> current, string account, string mode)
{
    private volatile Sight? last;

    /// <summary>The account whose objects are meant where none is named.</summary>
    public string Account => account;

    public TraceReport Answer(TraceRequest request)
    {
        if (request.Region is { } region && !Regions.Exists(region)) throw Fault.Invalid("region", region, "There is no such region");
        var sight = Look();
        return Tell(sight, Trace(sight, request));
    }

    /// <summary>The world as it is now, for several questions about the same one.</summary>
    public Sight Look()
    {
        var world = current();
        if (last is { } known && ReferenceEquals(known.World, world)) return known;
        return last = new Sight(world, Lowering.Lower(world), new EndIndex(world));
    }

    public Trace Trace(Sight sight, TraceRequest request)
    {
        var resolver = new EndResolver(sight.World, sight.Index, request.Account ?? account, request.Region);
        var from = resolver.From(request.From ?? "");
        var http = request.Http is { } text ? AskedUrl.Parse(text) : null;
        var to = resolver.To(request.To ?? http?.Request.Host ?? "", from);
        if (request.Port is null) request = request with { Port = http?.Port ?? PortOf(sight, to) };
        return Tracer.Trace(sight.Network, QuestionOf(request, from, to) with { Http = http?.Request });
    }

    /// <summary>A load balancer is asked at its first listener, where no port is named.</summary>
    private static int? PortOf(Sight sight, FoundEnd to) => sight.Network.Balancers.TryGetValue(to.End.Object.Id, out var balancer) && balancer.Listeners is [{ } first, ..] ? first.Row.Port : null;

    /// <summary>The thing that a name means.</summary>
    public ObjectRef Find(Sight sight, string name) => new EndResolver(sight.World, sight.Index, account, null).From(name).End.Object;

    public TraceReport Tell(Sight sight, Trace trace) => new TraceTeller(new Objects(sight.World), trace).Tell(mode);

    private static Question QuestionOf(TraceRequest request, FoundEnd from, FoundEnd to)
    {
        if (!Protocols.TryParse(request.Protocol ?? "tcp", out var protocol) || protocol < 0) throw Fault.Invalid("proto", request.Protocol, "It is tcp, udp, icmp, icmpv6 or a number from 0 to 255");
        if (!Protocols.HasPorts(protocol) && (request.Port ?? request.SourcePort) is not null) throw Fault.Combination($"{Protocols.NameOf(protocol)} has no ports");
        var question = new Question
        {
            Source = from.End,
            Destination = to.End,
            Protocol = protocol,
            SourceAddress = from.Address,
            DestinationAddress = to.Address,
            OverIpv6 = request.Ipv6 || protocol == Protocols.Icmpv6 || from.Address is { IsV6: true } || to.Address is { IsV6: true },
        };
        return question with { DestinationPort = Checked(request.Port, question.DestinationPort), SourcePort = Checked(request.SourcePort, question.SourcePort) };
    }

    private static int Checked(int? port, int otherwise) =>
        port is < 0 or > 65535 ? throw Fault.Invalid("port", $"{port}", "A port is 0 to 65535") : port ?? otherwise;
}
