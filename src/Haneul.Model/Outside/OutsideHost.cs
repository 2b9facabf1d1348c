using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A host beyond AWS: a server on the internet, or a machine at home behind its router. The id is its name.</summary>
public sealed record OutsideHost : IResource<OutsideHost>
{
    public static Kind Kind { get; } = new(
        "outside-host", "", "", "InvalidOutsideHost.NotFound", "InvalidOutsideHost.Malformed", "outside host", Breadth.World);

    public required Id<OutsideHost> Id { get; init; }

    /// <summary>Its own address: public on the internet, private in a home.</summary>
    public required Ip Address { get; init; }

    /// <summary>The home whose router it sits behind.</summary>
    public Id<Home>? HomeId { get; init; }

    /// <summary>TCP ports that something listens on.</summary>
    public ImmutableArray<int> Serves { get; init; } = [];
}

/// <summary>A home network: a private block behind one public address, translated by port. The id is its name.</summary>
public sealed record Home : IResource<Home>
{
    public static Kind Kind { get; } = new("home", "", "", "InvalidHome.NotFound", "InvalidHome.Malformed", "home", Breadth.World);

    public required Id<Home> Id { get; init; }

    public required Cidr Block { get; init; }

    /// <summary>The router's address on the internet.</summary>
    public required Ip PublicIp { get; init; }

    /// <summary>Ports of the public address that lead to hosts inside.</summary>
    public ImmutableArray<PortForward> Forwards { get; init; } = [];

    /// <summary>The router's address inside: the first of the block.</summary>
    public Ip RouterIp => Block.First + 1;
}

/// <summary>A port of a home's public address that leads to a port of a host inside.</summary>
/// <param name="Protocol">IANA number: TCP or UDP.</param>
/// <param name="Port">The port outside.</param>
/// <param name="HostId">The host inside.</param>
/// <param name="HostPort">Its port.</param>
public sealed record PortForward(int Protocol, int Port, Id<OutsideHost> HostId, int HostPort);

/// <summary>A TCP port of the user's machine that packets from the emulated network may open. The id is the port.</summary>
public sealed record ExposedPort(Id<ExposedPort> Id, int Port) : IResource<ExposedPort>
{
    public static Kind Kind { get; } = new("exposed-port", "", "", "InvalidExposedPort.NotFound", "InvalidExposedPort.Malformed", "exposed port", Breadth.World);
}
