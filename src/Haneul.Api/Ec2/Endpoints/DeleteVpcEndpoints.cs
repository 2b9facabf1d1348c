using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes endpoints with their routes and interfaces; tells which could not be. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html</summary>
public sealed record DeleteVpcEndpoints : Command<DeleteVpcEndpoints.Result>
{
    public required IReadOnlyList<Id<VpcEndpoint>> VpcEndpointIds { get; init; }

    public sealed record Result([property: Wire("unsuccessful")] IReadOnlyList<UnsuccessfulItem> Unsuccessful);

    public override Result Apply(Draft draft)
    {
        var failed = new List<UnsuccessfulItem>();
        foreach (var id in VpcEndpointIds)
        {
            if (!draft.TryFind(id, out var endpoint))
            {
                failed.Add(new UnsuccessfulItem(new UnsuccessfulItemError("InvalidVpcEndpoint.NotFound", $"The Vpc Endpoint Id '{id}' does not exist"), id.Value));
            }
            else if (endpoint.State != "deleting")
            {
                draft.Put(Model.Endpoints.Clear(draft, endpoint) with { State = "deleting" });
            }
        }
        return new Result(failed);
    }
}

/// <summary>One of several things that could not be done.</summary>
public sealed record UnsuccessfulItem(UnsuccessfulItemError Error, string ResourceId);

/// <summary>Why not.</summary>
public sealed record UnsuccessfulItemError(string Code, string Message);
