using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>The internet: who holds which public address.</summary>
public sealed class Beyond
{
    /// <summary>By public address: what stands for a port of some router.</summary>
    public required IReadOnlyDictionary<Ip, Translation> Translations { get; init; }

    /// <summary>By name; the machine among them.</summary>
    public required IReadOnlyDictionary<string, Host> Hosts { get; init; }

    /// <summary>Hosts on the internet itself, by address; the machine is not among them.</summary>
    public required IReadOnlyDictionary<Ip, Host> HostsByAddress { get; init; }

    /// <summary>By the home's public address.</summary>
    public required IReadOnlyDictionary<Ip, HomeRouter> Homes { get; init; }

    /// <summary>The user's machine, which has a place of its own on the internet and lets in only answers, and what it exposes.</summary>
    public required Host Machine { get; init; }

    /// <summary>TCP ports of the machine that anybody here may open, in order.</summary>
    public required ImmutableArray<int> Exposed { get; init; }

    /// <summary>The routers that hold IPv6 blocks.</summary>
    public required ImmutableArray<Router> V6Routers { get; init; }

    /// <summary>An address of one of these leads somewhere only while somebody holds it; any other public address is taken to answer.</summary>
    public required ImmutableArray<Cidr> Pools { get; init; }

    public bool IsPooled(Ip ip)
    {
        foreach (var pool in Pools)
        {
            if (pool.Contains(ip)) return true;
        }
        return false;
    }
}

/// <summary>A host beyond the cloud: on the internet (no home), or behind a home's router.</summary>
public sealed record Host(string Name, Ip Address, HomeRouter? Home)
{
    public ObjectRef Ref => new(ObjectKind.OutsideHost, Name);

    /// <summary>A second address, where it has one of each family.</summary>
    public Ip? AddressV6 { get; init; }

    /// <summary>It is one of the cloud's own (<see cref="CloudHosts"/>).</summary>
    public bool IsOfCloud { get; init; }

    public IEnumerable<Ip> Addresses => AddressV6 is { } six ? [Address, six] : [Address];

    /// <summary>Its address of the family, or else the one that it has.</summary>
    public Ip Primary(bool v6) => v6 && AddressV6 is { } six ? six : Address;

    public bool Has(Ip ip) => ip == Address || ip == AddressV6;
}

/// <summary>A home's router: gives its public address to what leaves; lets in answers, and what comes to the ports that it forwards.</summary>
public sealed record HomeRouter(string Name, Cidr Block, Ip PublicIp, ImmutableArray<ForwardedPort> Forwards)
{
    public ObjectRef Ref => new(ObjectKind.Home, Name);

    /// <summary>The port that leads inside for this packet; null where none does.</summary>
    public ForwardedPort? ForwardFor(Packet packet)
    {
        foreach (var forward in Forwards)
        {
            if (forward.Protocol == packet.Protocol && forward.Port == packet.DestinationPort) return forward;
        }
        return null;
    }
}

/// <summary>A port of a home's public address that leads to a port of a host inside.</summary>
public sealed record ForwardedPort(int Protocol, int Port, Ip To, int ToPort, Reason Reason);
