using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lets endpoints carry packets that wait for it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptVpcEndpointConnections.html</summary>
public sealed record AcceptVpcEndpointConnections : Command<AcceptVpcEndpointConnections.Result>
{
    public required Id<VpcEndpointService> ServiceId { get; init; }

    public required IReadOnlyList<Id<VpcEndpoint>> VpcEndpointIds { get; init; }

    public sealed record Result([property: Wire("unsuccessful")] IReadOnlyList<UnsuccessfulItem> Unsuccessful);

    public override Result Apply(Draft draft) =>
        new(ServiceRequests.Turn(draft, ServiceId, VpcEndpointIds, e => e.State is "pendingAcceptance" or "rejected" ? e with { State = "pending" } : null));
}
