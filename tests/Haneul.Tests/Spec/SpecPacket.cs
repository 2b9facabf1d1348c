using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>The headers that a packet is judged by. Ports are 0 where the protocol has none; type and code are ICMP's.</summary>
internal readonly record struct SpecPacket(Ip Source, Ip Destination, int Protocol, int SourcePort = 0, int DestinationPort = 0, int Type = 0, int Code = 0)
{
    public const int Icmp = 1, Tcp = 6, Udp = 17, IcmpV6 = 58;

    public bool HasPorts => Protocol is Tcp or Udp;

    public bool IsIcmp => Protocol is Icmp or IcmpV6;

    /// <summary>The answer: addresses and ports exchanged, an echo request becomes its reply.</summary>
    public SpecPacket Answer => this with
    {
        Source = Destination,
        Destination = Source,
        SourcePort = DestinationPort,
        DestinationPort = SourcePort,
        Type = (Protocol, Type) switch { (Icmp, 8) => 0, (IcmpV6, 128) => 129, _ => Type },
    };

    public override string ToString() =>
        HasPorts ? $"{(Protocol == Tcp ? "tcp" : "udp")} {Source}:{SourcePort} -> {Destination}:{DestinationPort}"
        : IsIcmp ? $"icmp {Type}/{Code} {Source} -> {Destination}"
        : $"protocol {Protocol} {Source} -> {Destination}";
}

/// <summary>Where a packet starts.</summary>
internal abstract record SpecStart
{
    /// <summary>At an interface.</summary>
    public sealed record Interface(Id<NetworkInterface> Id) : SpecStart;

    /// <summary>At a host beyond AWS.</summary>
    public sealed record Host(Id<OutsideHost> Id) : SpecStart;

    /// <summary>At the user's machine.</summary>
    public sealed record Machine : SpecStart;

    /// <summary>Somewhere on the internet, from a public address that is nobody's in this world.</summary>
    public sealed record Internet : SpecStart;

    /// <summary>At an internet gateway, coming from the internet.</summary>
    public sealed record Gateway(Id<InternetGateway> Id) : SpecStart;
}

/// <summary>A question: this packet, started there; perhaps with the interface that the asker means to reach.</summary>
internal sealed record SpecQuestion(SpecStart Start, SpecPacket Packet, Id<NetworkInterface>? Named = null)
{
    /// <summary>What is asked of an application balancer; null: what no rule is for.</summary>
    public SpecRequest? Http { get; init; }

    /// <summary>Which of the targets that a balancer may use it chooses: this one of them by address, counted around.</summary>
    public int Pick { get; init; }
}

/// <summary>Something that was asked on the way and said yes, with all that said so.</summary>
internal sealed record SpecStep(string Stage, ImmutableSortedSet<string> Deciders)
{
    public override string ToString() => $"{Stage}: {string.Join(' ', Deciders)}";
}

/// <summary>What stopped the packet: AWS's code and the objects that said no.</summary>
internal sealed record SpecBlocker(string Code, ImmutableSortedSet<string> Deciders)
{
    public override string ToString() => $"{Code} by {string.Join(' ', Deciders)}";
}

/// <summary>One direction: where the packet ended and how it looked then.</summary>
/// <param name="Delivered">The id of the interface, host or endpoint, <c>internet</c>, or the address of a service of the VPC; null when it was stopped.</param>
/// <param name="Last">The headers at the end.</param>
/// <param name="Blocker">What stopped it, if something did.</param>
/// <param name="Steps">Who said yes on the way.</param>
internal sealed record SpecWay(string? Delivered, SpecPacket Last, SpecBlocker? Blocker, ImmutableArray<SpecStep> Steps)
{
    public bool Open => Blocker is null;

    /// <summary>It ended at a balancer, which asks this by a connection of its own.</summary>
    public SpecQuestion? Then { get; init; }

    /// <summary>Targets that balancers chose on the way.</summary>
    public ImmutableArray<SpecTarget> Chosen { get; init; } = [];

    /// <summary>Ended at a service of the VPC, which is delivered to where it was asked for: by its address.</summary>
    public bool IsService => Delivered == Last.Destination.ToString();

    public override string ToString() =>
        $"{(Open ? $"delivered at {Delivered}" : $"stopped: {Blocker}")}, {Last}\n    {string.Join("\n    ", Steps)}";
}

/// <summary>The whole answer. There is a way back only where the way there is open.</summary>
internal sealed record SpecAnswer(SpecWay Forward, SpecWay? Back)
{
    /// <summary>Where the packet ended at a balancer and was answered: the balancer's own connection.</summary>
    public SpecAnswer? Next { get; init; }

    public bool Reachable => IsAnswered && Next is not { Reachable: false };

    public bool IsAnswered => Forward.Open && Back is { Open: true };

    /// <summary>All targets that balancers chose.</summary>
    public IEnumerable<SpecTarget> Chosen => Next is { } next ? Forward.Chosen.Concat(next.Chosen) : Forward.Chosen;

    public override string ToString() => $"  there: {Forward}\n  back: {Back?.ToString() ?? "not asked"}{(Next is { } next ? $"\n  then {next}" : "")}";
}
