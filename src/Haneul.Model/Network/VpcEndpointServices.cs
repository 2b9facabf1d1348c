using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Making and finding services behind gateway load balancers, and the endpoints that lead to them. https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html</summary>
public static class VpcEndpointServices
{
    public const string EndpointType = "GatewayLoadBalancer";

    /// <summary>The service of that name in the region, and whose it is.</summary>
    public static (Place Place, VpcEndpointService Service)? Find(World world, string region, string name)
    {
        var prefix = VpcEndpointService.PrefixIn(region);
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var id = new Id<VpcEndpointService>(name[prefix.Length..]);
        foreach (var place in world.Places)
        {
            if (place.Region == region && world.At(place).TryFind(id, out var service)) return (place, service);
        }
        return null;
    }

    /// <summary>The services of the region that an account may make endpoints to: its own, and those that permit it.</summary>
    public static IEnumerable<(Place Place, VpcEndpointService Service)> VisibleTo(Scope scope) => scope.World.Everywhere<VpcEndpointService>()
        .Where(s => s.Place.Region == scope.Region && IsOpenTo(scope.Account, s.Place, s.Row))
        .OrderBy(s => s.Row.Id)
        .Select(s => (s.Place, s.Row));

    /// <summary>Whether an account may make endpoints.</summary>
    public static bool IsOpenTo(string account, Place owner, VpcEndpointService service) => owner.Account == account || service.Principals.Any(p => p.Admits(account));

    /// <summary>The services that a balancer stands behind.</summary>
    public static IEnumerable<VpcEndpointService> BehindWhich(Scope scope, LoadBalancer balancer)
    {
        var arn = scope.Arn(LoadBalancer.Service, balancer.Id.Value);
        return scope.All<VpcEndpointService>().Where(s => s.GatewayBalancerArns.Contains(arn));
    }

    /// <summary>The endpoints that lead to a service, wherever their owners are.</summary>
    public static IEnumerable<(Place Place, VpcEndpoint Endpoint)> EndpointsOf(World world, string region, VpcEndpointService service)
    {
        var name = service.NameIn(region);
        return world.Everywhere<VpcEndpoint>().Where(e => e.Row.ServiceName == name).Select(e => (e.Place, e.Row));
    }

    /// <summary>The balancers behind a service, as far as they are there.</summary>
    public static IEnumerable<LoadBalancer> BalancersOf(Scope owner, VpcEndpointService service)
    {
        var start = owner.Arn(LoadBalancer.Service, "");
        return service.GatewayBalancerArns
            .Where(a => a.StartsWith(start, StringComparison.Ordinal))
            .Select(a => owner.Find<LoadBalancer>(new Id<LoadBalancer>(a[start.Length..])))
            .OfType<LoadBalancer>();
    }

    /// <summary>The zones in which endpoints can be made.</summary>
    public static ImmutableArray<string> ZonesOf(Scope owner, VpcEndpointService service) =>
        [.. BalancersOf(owner, service).SelectMany(b => b.Nodes).Select(n => n.Zone).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The balancer that serves an endpoint of that zone; null where none has a node there any more.</summary>
    public static LoadBalancer? BalancerIn(Scope owner, VpcEndpointService service, string zone) =>
        BalancersOf(owner, service).FirstOrDefault(b => b.Nodes.Any(n => n.Zone == zone));

    /// <summary>Checks ARNs of gateway balancers: each is there and of this type.</summary>
    public static ImmutableArray<string> CheckBalancers(Scope scope, IEnumerable<string> arns)
    {
        var start = scope.Arn(LoadBalancer.Service, "");
        var given = arns.Distinct(StringComparer.Ordinal).ToImmutableArray();
        foreach (var arn in given)
        {
            var balancer = arn.StartsWith(start, StringComparison.Ordinal) ? scope.Find<LoadBalancer>(new Id<LoadBalancer>(arn[start.Length..])) : null;
            if (balancer is not { Type: BalancerType.Gateway }) throw new Fault("InvalidParameter", $"'{arn}' is no Gateway Load Balancer of this account and region");
        }
        return given;
    }

    /// <summary>Makes the endpoint's one interface: no group filters it, and it takes and sends what is for and from others.</summary>
    public static VpcEndpoint AddInterface(Draft draft, VpcEndpoint endpoint, Id<Subnet> id)
    {
        var subnet = draft.Get(id);
        if (subnet.VpcId != endpoint.VpcId) throw new Fault("InvalidParameter", $"Subnet {id} and endpoint belong to different networks");
        var made = Interfaces.Make(draft, new InterfaceRequest(id)
        {
            Ipv6Count = endpoint.IpAddressType is "dualstack" or "ipv6" ? 1 : 0,
            IsUngrouped = true,
            Description = $"VPC Endpoint Interface {endpoint.Id}",
            InterfaceType = "gateway_load_balancer_endpoint",
            RequesterManaged = true,
            SourceDestCheck = false,
        });
        draft.Put(made with
        {
            Attachment = new InterfaceAttachment(draft.NewId("ela-attach"), null, 1, draft.Now) { InstanceOwnerId = "amazon-aws" },
        });
        return draft.Put(endpoint with { SubnetIds = [id], InterfaceIds = [made.Id] });
    }
}
