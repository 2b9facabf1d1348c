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
    public System.Collections.Immutable.ImmutableArray<int> Serves { get; init; } = [];
}

/// <summary>A home network: a private block behind one public address, translated by port. The id is its name.</summary>
public sealed record Home : IResource<Home>
{
    public static Kind Kind { get; } = new("home", "", "", "InvalidHome.NotFound", "InvalidHome.Malformed", "home", Breadth.World);

    public required Id<Home> Id { get; init; }

    public required Cidr Block { get; init; }

    /// <summary>The router's address on the internet.</summary>
    public required Ip PublicIp { get; init; }
}
