using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes services that have no endpoints; tells which could not be. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpointServiceConfigurations.html</summary>
public sealed record DeleteVpcEndpointServiceConfigurations : Command<DeleteVpcEndpointServiceConfigurations.Result>
{
    public required IReadOnlyList<Id<VpcEndpointService>> ServiceIds { get; init; }

    public sealed record Result([property: Wire("unsuccessful")] IReadOnlyList<UnsuccessfulItem> Unsuccessful);

    public override Result Apply(Draft draft)
    {
        var failed = new List<UnsuccessfulItem>();
        foreach (var id in ServiceIds)
        {
            if (!draft.TryFind(id, out var service))
            {
                failed.Add(new UnsuccessfulItem(new UnsuccessfulItemError("InvalidVpcEndpointService.NotFound", $"The VpcEndpointService Id '{id}' does not exist"), id.Value));
            }
            else if (VpcEndpointServices.EndpointsOf(draft.World, draft.Region, service).Any(e => e.Endpoint.State is not ("deleting" or "rejected")))
            {
                failed.Add(new UnsuccessfulItem(new UnsuccessfulItemError("ExistingVpcEndpointConnections", $"Service {id} has existing active VPC Endpoint connections!"), id.Value));
            }
            else
            {
                draft.Remove(id);
            }
        }
        return new Result(failed);
    }
}
