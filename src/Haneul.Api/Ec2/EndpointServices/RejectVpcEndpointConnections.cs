using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Refuses endpoints, or cuts off those that were accepted; routes to them become black holes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectVpcEndpointConnections.html</summary>
public sealed record RejectVpcEndpointConnections : Command<RejectVpcEndpointConnections.Result>
{
    public required Id<VpcEndpointService> ServiceId { get; init; }

    public required IReadOnlyList<Id<VpcEndpoint>> VpcEndpointIds { get; init; }

    public sealed record Result([property: Wire("unsuccessful")] IReadOnlyList<UnsuccessfulItem> Unsuccessful);

    public override Result Apply(Draft draft) =>
        new(ServiceRequests.Turn(draft, ServiceId, VpcEndpointIds, e => e.State is "pendingAcceptance" or "pending" or "available" ? e with { State = "rejected" } : null));
}
