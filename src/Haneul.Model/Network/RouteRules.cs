namespace Haneul.Model;

/// <summary>Which routes a table may have. https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#route-table-considerations</summary>
public static class RouteRules
{
    /// <summary>RFC 6146's well-known prefix: the only IPv6 destination that a NAT gateway takes (NAT64).</summary>
    public static Cidr Nat64 { get; } = Cidr.Parse("64:ff9b::/96");

    private static readonly Cidr LinkLocal = Cidr.Parse("169.254.0.0/16");

    /// <summary>Faults unless the table may have such a route: target of the same network, families that go together, AWS's rule for routes within the VPC.</summary>
    public static void Check(Scope scope, RouteTable table, RouteDestination destination, RouteTarget target)
    {
        CheckTarget(scope, table, target);
        if (destination.PrefixListId is { } list) scope.Get(list);
        if (destination.Block is { } block) CheckBlock(scope, table, block, target);
        if (table.Associations.Any(a => a.GatewayId is not null)) CheckForGateway(scope, table, destination, target);
    }

    /// <summary>How much of the quota a table's static routes take: a prefix list counts as its maximum of entries.</summary>
    public static int WeightOf(Scope scope, RouteDestination destination) =>
        destination.PrefixListId is { } id && scope.Find<PrefixList>(id) is { } list ? Math.Max(1, list.MaxEntries) : 1;

    /// <summary>A gateway's table takes whole blocks of the VPC or of subnets only, and sends them to interfaces or endpoints.</summary>
    public static void CheckForGateway(Scope scope, RouteTable table, RouteDestination destination, RouteTarget target)
    {
        var isWhole = destination.Block is { } block && (scope.Get(table.VpcId).Cidrs.Contains(block) || SubnetHas(scope, table, block));
        if (isWhole && target.Kind is RouteTargetKind.Local or RouteTargetKind.NetworkInterface or RouteTargetKind.VpcEndpoint) return;
        throw Fault.Invalid("routeTableId", table.Id.Value, $"The route table of a gateway sends whole blocks of the VPC or its subnets to interfaces or endpoints; {destination} to {target.Id} is not such a route");
    }

    private static void CheckTarget(Scope scope, RouteTable table, RouteTarget target)
    {
        var vpc = target.Kind switch
        {
            RouteTargetKind.InternetGateway => scope.Find<InternetGateway>(new Id<InternetGateway>(target.Id))?.VpcId,
            RouteTargetKind.VpnGateway => scope.Find<VpnGateway>(new Id<VpnGateway>(target.Id)) is { AttachmentState: "attached" } gateway ? gateway.VpcId : null,
            RouteTargetKind.NatGateway => scope.Find<NatGateway>(new Id<NatGateway>(target.Id))?.VpcId,
            RouteTargetKind.NetworkInterface => scope.Find<NetworkInterface>(new Id<NetworkInterface>(target.Id))?.VpcId,
            RouteTargetKind.EgressOnlyInternetGateway => scope.Find<EgressOnlyInternetGateway>(new Id<EgressOnlyInternetGateway>(target.Id))?.VpcId,
            RouteTargetKind.VpcEndpoint => scope.Find<VpcEndpoint>(new Id<VpcEndpoint>(target.Id))?.VpcId,
            RouteTargetKind.VpcPeering => scope.Find<VpcPeering>(new Id<VpcPeering>(target.Id)) is { } peering && peering.Joins(table.VpcId) ? table.VpcId : null,
            _ => table.VpcId,
        };
        if (vpc != table.VpcId) throw new Fault("InvalidParameterValue", $"route table {table.Id} and target {target.Id} belong to different networks");
    }

    private static void CheckBlock(Scope scope, RouteTable table, Cidr block, RouteTarget target)
    {
        if (LinkLocal.Contains(block)) throw Fault.Invalid("destinationCidrBlock", block.ToString(), "No route can be made within the link-local range");
        if (target.Kind == RouteTargetKind.EgressOnlyInternetGateway && !block.IsV6) throw Fault.Invalid("destinationCidrBlock", block.ToString(), "An egress-only internet gateway carries IPv6 only");
        if (target.Kind == RouteTargetKind.NatGateway && block.IsV6 && !Nat64.Contains(block)) throw Fault.Invalid("destinationIpv6CidrBlock", block.ToString(), $"A NAT gateway carries IPv6 to {Nat64} only");
        var vpc = scope.Get(table.VpcId);
        if (!vpc.Cidrs.Any(c => c.Contains(block)) || target.Kind == RouteTargetKind.Local) return;
        var mayBeInside = target.Kind is RouteTargetKind.NetworkInterface or RouteTargetKind.NatGateway or RouteTargetKind.VpcEndpoint;
        if (mayBeInside && (SubnetHas(scope, table, block) || vpc.Cidrs.Contains(block))) return;
        throw Fault.Invalid(
            "destinationCidrBlock", block.ToString(),
            "The destination is equal to or more specific than one of this VPC's blocks: it must be the whole block of a subnet, and lead to an interface, a NAT gateway or a Gateway Load Balancer endpoint");
    }

    private static bool SubnetHas(Scope scope, RouteTable table, Cidr block) => scope.All<Subnet>().Any(s => s.VpcId == table.VpcId && s.Cidrs.Contains(block));
}
