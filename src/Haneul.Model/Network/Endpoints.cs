namespace Haneul.Model;

/// <summary>What endpoints put into a VPC: routes to a service's prefix list (gateway), or interfaces in subnets. https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html</summary>
public static class Endpoints
{
    /// <summary>Puts routes to the service's prefix list into a table of the endpoint's VPC.</summary>
    public static VpcEndpoint AddTable(Draft draft, VpcEndpoint endpoint, Id<RouteTable> id)
    {
        var table = draft.Get(id);
        if (table.VpcId != endpoint.VpcId) throw new Fault("InvalidParameter", $"Route table {id} and endpoint belong to different networks");
        if (endpoint.RouteTableIds.Contains(id)) return endpoint;
        var destination = new RouteDestination(null, ListOf(draft, endpoint).Id);
        if (table.Routes.Any(r => r.Destination == destination))
        {
            throw new Fault("RouteAlreadyExists", $"route table {id} already has a route with destination-prefix-list-id {destination}");
        }
        draft.Put(table with { Routes = table.Routes.Add(new Route(destination, new RouteTarget(RouteTargetKind.VpcEndpoint, endpoint.Id.Value))) });
        return draft.Put(endpoint with { RouteTableIds = endpoint.RouteTableIds.Add(id) });
    }

    /// <summary>Takes the endpoint's routes out of a table.</summary>
    public static VpcEndpoint RemoveTable(Draft draft, VpcEndpoint endpoint, Id<RouteTable> id)
    {
        if (draft.TryFind(id, out var table)) draft.Put(table with { Routes = table.Routes.RemoveAll(r => r.Target.Id == endpoint.Id.Value) });
        return draft.Put(endpoint with { RouteTableIds = endpoint.RouteTableIds.Remove(id) });
    }

    /// <summary>Makes the endpoint's interface in a subnet; one in each zone at most.</summary>
    public static VpcEndpoint AddSubnet(Draft draft, VpcEndpoint endpoint, Id<Subnet> id, Ip? address = null, Ip? ipv6 = null)
    {
        var subnet = draft.Get(id);
        if (subnet.VpcId != endpoint.VpcId) throw new Fault("InvalidParameter", $"Subnet {id} and endpoint belong to different networks");
        if (endpoint.SubnetIds.Contains(id)) return endpoint;
        if (endpoint.SubnetIds.Any(s => draft.Find<Subnet>(s)?.Zone == subnet.Zone))
        {
            throw new Fault("DuplicateSubnetsInSameZone", $"Found another VPC endpoint subnet in the availability zone of {id}");
        }
        var made = Interfaces.Make(draft, new InterfaceRequest(id)
        {
            PrimaryIp = address,
            Ipv6Addresses = ipv6 is { } v6 ? [v6] : [],
            Ipv6Count = ipv6 is null && endpoint.IpAddressType is "dualstack" or "ipv6" ? 1 : 0,
            GroupIds = endpoint.GroupIds,
            Description = $"VPC Endpoint Interface {endpoint.Id}",
            InterfaceType = "vpc_endpoint",
            RequesterManaged = true,
        });
        draft.Put(made with
        {
            Attachment = new InterfaceAttachment(draft.NewId("ela-attach"), null, 1, draft.Now) { InstanceOwnerId = "amazon-aws" },
        });
        return draft.Put(endpoint with { SubnetIds = endpoint.SubnetIds.Add(id), InterfaceIds = endpoint.InterfaceIds.Add(made.Id) });
    }

    /// <summary>Deletes the endpoint's interface in a subnet.</summary>
    public static VpcEndpoint RemoveSubnet(Draft draft, VpcEndpoint endpoint, Id<Subnet> id)
    {
        foreach (var nic in endpoint.InterfaceIds.Where(i => draft.Find<NetworkInterface>(i)?.SubnetId == id).ToList())
        {
            Interfaces.Delete(draft, nic);
            endpoint = endpoint with { InterfaceIds = endpoint.InterfaceIds.Remove(nic) };
        }
        return draft.Put(endpoint with { SubnetIds = endpoint.SubnetIds.Remove(id) });
    }

    /// <summary>Puts all of the endpoint's interfaces into its groups.</summary>
    public static VpcEndpoint Regroup(Draft draft, VpcEndpoint endpoint, IEnumerable<Id<SecurityGroup>> groups)
    {
        var checkedGroups = Interfaces.Groups(draft, endpoint.VpcId, groups);
        foreach (var id in endpoint.InterfaceIds)
        {
            if (draft.TryFind(id, out var nic)) draft.Put(nic with { GroupIds = checkedGroups });
        }
        return draft.Put(endpoint with { GroupIds = checkedGroups });
    }

    /// <summary>Takes everything of the endpoint away, at once; the row follows when the back end has let go.</summary>
    public static VpcEndpoint Clear(Draft draft, VpcEndpoint endpoint)
    {
        foreach (var table in endpoint.RouteTableIds) endpoint = RemoveTable(draft, endpoint, table);
        foreach (var subnet in endpoint.SubnetIds) endpoint = RemoveSubnet(draft, endpoint, subnet);
        return endpoint;
    }

    private static PrefixList ListOf(Scope scope, VpcEndpoint endpoint) =>
        scope.All<PrefixList>().FirstOrDefault(l => l.IsOfAws && l.Name == endpoint.ServiceName)
        ?? throw new Fault("InvalidServiceName", $"The Vpc Endpoint Service '{endpoint.ServiceName}' has no gateway");
}

/// <summary>An endpoint is ready, or gone.</summary>
public sealed record EndpointGoesOn(Place Place, Id<VpcEndpoint> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var endpoint)) return;
        if (endpoint.State == "deleting") here.Remove(Id);
        else if (endpoint.State == "pending") here.Put(endpoint with { State = "available" });
    }
}
