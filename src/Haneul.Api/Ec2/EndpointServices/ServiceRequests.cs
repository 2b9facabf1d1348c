using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What the actions for services of one's own have in common.</summary>
internal static class ServiceRequests
{
    public static ImmutableArray<string> CheckAddressTypes(IEnumerable<string> types)
    {
        var given = types.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        if (given.FirstOrDefault(t => t is not ("ipv4" or "ipv6")) is { } wrong) throw Fault.Invalid("SupportedIpAddressType", wrong, "It must be ipv4 or ipv6");
        return given.IsEmpty ? throw EndpointRequests.Invalid("A service supports at least one type of addresses") : given;
    }

    public static UnsuccessfulItem Missing(Id<VpcEndpoint> id, Id<VpcEndpointService> service) =>
        new(new UnsuccessfulItemError("InvalidVpcEndpointId.NotFound", $"The Vpc Endpoint Id '{id}' is no endpoint of {service}"), id.Value);

    /// <summary>Moves endpoints of a service from one of some states to another; tells which are in none of them.</summary>
    public static IReadOnlyList<UnsuccessfulItem> Turn(Draft draft, Id<VpcEndpointService> serviceId, IReadOnlyList<Id<VpcEndpoint>> ids, Func<VpcEndpoint, VpcEndpoint?> turn)
    {
        var service = draft.Get(serviceId);
        var failed = new List<UnsuccessfulItem>();
        foreach (var id in ids)
        {
            var found = VpcEndpointServices.EndpointsOf(draft.World, draft.Region, service).FirstOrDefault(e => e.Endpoint.Id == id);
            if (found.Endpoint is not { } endpoint) failed.Add(Missing(id, serviceId));
            else if (turn(endpoint) is { } turned) draft.In(found.Place).Put(turned);
            else failed.Add(new UnsuccessfulItem(new UnsuccessfulItemError("InvalidState", $"The endpoint '{id}' is in state {endpoint.State}"), id.Value));
        }
        return failed;
    }
}
