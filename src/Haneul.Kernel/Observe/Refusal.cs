using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>The places in a VPC's router where a packet can end, in the order in which it meets them.</summary>
public enum Border
{
    /// <summary>The source is none of the port's addresses, or not the peer's.</summary>
    Source,

    /// <summary>No route leads to the destination, or nobody has it.</summary>
    Route,

    /// <summary>It belongs to no connection and can begin none.</summary>
    Connection,

    GroupsOut,
    AclOut,
    AclIn,

    /// <summary>The destination is none of the port's addresses.</summary>
    Destination,

    GroupsIn,
}

/// <summary>Who refuses a packet: where, and the objects. For groups these follow from the port (its union of groups denies what none permits), so they are left out.</summary>
public sealed record Refusal(Border Border, ReasonSet Reasons)
{
    /// <summary>The packet was on its way into a port: it had left its sender's.</summary>
    public bool IsInward => Border is Border.AclIn or Border.GroupsIn or Border.Destination;
}
