namespace Haneul.Model;

/// <summary>Changing route tables: routes and what the tables are for.</summary>
public static class RouteTables
{
    /// <summary>Adds a static route. Faults: there is one for the destination, it may not be, too many.</summary>
    public static RouteTable Add(Draft draft, RouteTable table, RouteDestination destination, RouteTarget target)
    {
        var isThere = table.Routes.Any(r => r.Destination == destination) || destination.Block is { } block && draft.Get(table.VpcId).Cidrs.Contains(block);
        if (isThere) throw new Fault("RouteAlreadyExists", $"The route identified by {destination} already exists");
        RouteRules.Check(draft, table, destination, target);
        draft.Admit(Quotas.RoutesPerTable, table.Routes.Sum(r => RouteRules.WeightOf(draft, r.Destination)), RouteRules.WeightOf(draft, destination));
        return draft.Put(table with { Routes = table.Routes.Add(new Route(destination, target)) });
    }

    /// <summary>Gives a route another target; a local one too (middlebox routing), which <see cref="RouteTarget.Local"/> puts back.</summary>
    public static RouteTable Replace(Draft draft, RouteTable table, RouteDestination destination, RouteTarget target)
    {
        var isLocal = destination.Block is { } block && draft.Get(table.VpcId).Cidrs.Contains(block);
        var old = table.Routes.FirstOrDefault(r => r.Destination == destination);
        if (!isLocal && old is null) throw Fault.Invalid("destination", destination.ToString(), $"There is no route defined for '{destination}' in the route table. Use CreateRoute instead.");
        var others = table.Routes.RemoveAll(r => r.Destination == destination);
        if (target.Kind == RouteTargetKind.Local)
        {
            if (!isLocal) throw Fault.Invalid("destination", destination.ToString(), "Only a block of the VPC can be local");
            return draft.Put(table with { Routes = others });
        }
        RouteRules.Check(draft, table, destination, target);
        return draft.Put(table with { Routes = others.Add(new Route(destination, target) { ByCreateRoute = !isLocal }) });
    }

    /// <summary>Removes a static route; local ones stay, and those of gateway endpoints belong to the endpoint.</summary>
    public static RouteTable Remove(Draft draft, RouteTable table, RouteDestination destination)
    {
        if (destination.Block is { } block && draft.Get(table.VpcId).Cidrs.Contains(block))
        {
            throw Fault.Invalid("destination", destination.ToString(), $"cannot remove local route {destination} in route table {table.Id}");
        }
        var route = table.Routes.FirstOrDefault(r => r.Destination == destination)
            ?? throw new Fault("InvalidRoute.NotFound", $"no route with destination-cidr-block {destination} in route table {table.Id}");
        if (route.Target.Kind == RouteTargetKind.VpcEndpoint && destination.PrefixListId is not null)
        {
            throw Fault.Invalid("destination", destination.ToString(), $"cannot remove VPC endpoint route {destination} in route table {table.Id}");
        }
        return draft.Put(table with { Routes = table.Routes.Remove(route) });
    }

    /// <summary>The table that has an association, or the fault that there is none.</summary>
    public static (RouteTable Table, RouteTableAssociation Association) Associated(Scope scope, string associationId) =>
        scope.All<RouteTable>().SelectMany(t => t.Associations, (t, a) => ((RouteTable, RouteTableAssociation)?)(t, a)).FirstOrDefault(x => x?.Item2.Id == associationId)
        ?? throw new Fault("InvalidAssociationID.NotFound", $"The association ID '{associationId}' does not exist");

    /// <summary>Associates a table with a subnet or a gateway; the same association twice is one.</summary>
    public static RouteTableAssociation Associate(Draft draft, RouteTable table, Id<Subnet>? subnet, string? gateway)
    {
        var vpc = subnet is { } id ? draft.Get(id).VpcId : VpcOfGateway(draft, gateway ?? "");
        if (vpc != table.VpcId) throw new Fault("InvalidParameterValue", $"Route table {table.Id} and {subnet?.Value ?? gateway} belong to different networks");
        foreach (var other in draft.All<RouteTable>().Where(t => t.VpcId == table.VpcId))
        {
            if (other.Associations.FirstOrDefault(a => subnet is not null && a.SubnetId == subnet || gateway is not null && a.GatewayId == gateway) is not { } before) continue;
            if (other.Id == table.Id) return before;
            throw new Fault("Resource.AlreadyAssociated", $"the specified association for route table {table.Id} conflicts with an existing association");
        }
        if (gateway is not null) CheckForGateway(draft, table);
        return Put(draft, table, new RouteTableAssociation(draft.NewId("rtbassoc")) { SubnetId = subnet, GatewayId = gateway });
    }

    /// <summary>Hands what a table is for (a subnet, a gateway, being main) to another table of the VPC.</summary>
    public static RouteTableAssociation Reassociate(Draft draft, string associationId, RouteTable table)
    {
        var (old, association) = Associated(draft, associationId);
        if (old.VpcId != table.VpcId) throw new Fault("InvalidParameterValue", $"Route tables {old.Id} and {table.Id} belong to different networks");
        if (old.Id == table.Id) return association;
        if (association.GatewayId is not null) CheckForGateway(draft, table);
        draft.Put(old with { Associations = old.Associations.Remove(association) });
        return Put(draft, table, association with { Id = draft.NewId("rtbassoc") });
    }

    private static RouteTableAssociation Put(Draft draft, RouteTable table, RouteTableAssociation association)
    {
        draft.Put(table with { Associations = table.Associations.Add(association) });
        return association;
    }

    private static void CheckForGateway(Scope scope, RouteTable table)
    {
        if (table.IsMain) throw Fault.Invalid("routeTableId", table.Id.Value, "The main route table cannot be a gateway's");
        if (!table.PropagatingGateways.IsEmpty) throw Fault.Invalid("routeTableId", table.Id.Value, "The route table of a gateway takes no propagated routes");
        foreach (var route in table.Routes) RouteRules.CheckForGateway(scope, table, route.Destination, route.Target);
    }

    private static Id<Vpc>? VpcOfGateway(Scope scope, string gateway)
    {
        if (scope.Find<InternetGateway>(new Id<InternetGateway>(gateway)) is { } igw) return igw.VpcId;
        if (scope.Find<VpnGateway>(new Id<VpnGateway>(gateway)) is { } vgw) return vgw.AttachmentState == "attached" ? vgw.VpcId : null;
        throw new Fault("InvalidGatewayID.NotFound", $"The gateway ID '{gateway}' does not exist");
    }
}
