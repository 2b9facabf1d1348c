using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>One direction of a flow as one interface saw it: what a flow log has a record for. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html</summary>
/// <param name="RouterId">The VPC.</param>
/// <param name="PortId">The interface; empty where none was concerned (a packet that came over a link and was refused at once).</param>
/// <param name="IsEgress">It left the interface.</param>
/// <param name="Source">As the packets had it.</param>
/// <param name="SourcePort">Of TCP and UDP; 0 for others.</param>
/// <param name="Way">How it went on, where it left, or how it had come: AWS's number for traffic-path; 0: not told.</param>
/// <param name="Refusal">Who refused it; null: it passed.</param>
public sealed record FlowSeen(string RouterId, string PortId, bool IsEgress, Ip Source, Ip Destination, int Protocol, int SourcePort, int DestinationPort, int Way, Refusal? Refusal)
{
    /// <summary>Of traffic-path: through another resource in the VPC; by an intra-region and by an inter-region peering; by an internet gateway.</summary>
    public const int WithinVpc = 1, ByPeering = 4, ByFarPeering = 5, ByInternetGateway = 8;

    /// <summary>By groups or ACL: these are what AWS logs as REJECT, with packets that come when their connection is over. What has no route, or a false source or destination, it does not log.</summary>
    public bool IsRejected => Refusal is { Border: Border.GroupsOut or Border.GroupsIn or Border.AclOut or Border.AclIn or Border.Connection };
}
