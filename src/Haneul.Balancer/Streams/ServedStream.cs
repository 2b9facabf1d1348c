using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>A listener of a network balancer as one node serves it, where something of its streams must be touched; never changed once it is made.</summary>
internal sealed class ServedStream
{
    public required ListenKey Key { get; init; }

    public required string BalancerArn { get; init; }

    /// <summary>Null: clients speak without TLS.</summary>
    public required TlsServer? Tls { get; init; }

    public required long IdleMs { get; init; }

    /// <summary>The groups, by their weights.</summary>
    public required ServedAction Forward { get; init; }

    /// <summary>How the group's targets are spoken to, in the order of the action's groups.</summary>
    public required StreamTarget[] Ways { get; init; }

    public required BalancerCounts Counts { get; init; }

    /// <summary>The balancer as logs name it: net/name/id.</summary>
    public required string LogName { get; init; }

    /// <summary>The listener's id, the end of its ARN.</summary>
    public required string ListenerId { get; init; }

    /// <summary>Null: none is written.</summary>
    public LogFile? AccessLog { get; init; }
}

/// <summary>How a group's targets are spoken to.</summary>
/// <param name="Tls">Null: without TLS.</param>
/// <param name="TellsClient">By the PROXY protocol's header.</param>
/// <param name="KeepsClient">They see the client's address, where it is of their family; else the node's.</param>
internal sealed record StreamTarget(TlsClient? Tls, bool TellsClient, bool KeepsClient);
