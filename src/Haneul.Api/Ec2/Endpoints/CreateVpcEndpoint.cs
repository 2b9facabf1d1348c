using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a private way to a service: routes (gateway) or interfaces. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html</summary>
public sealed record CreateVpcEndpoint : Command<CreateVpcEndpoint.Result>, ITokened
{
    public string VpcEndpointType { get; init; } = "Gateway";

    public required Id<Vpc> VpcId { get; init; }

    public string? ServiceName { get; init; }

    public string? PolicyDocument { get; init; }

    public IReadOnlyList<Id<RouteTable>> RouteTableIds { get; init; } = [];

    public IReadOnlyList<Id<Subnet>> SubnetIds { get; init; } = [];

    public IReadOnlyList<Id<SecurityGroup>> SecurityGroupIds { get; init; } = [];

    public string? IpAddressType { get; init; }

    public DnsOptions? DnsOptions { get; init; }

    public string? ClientToken { get; init; }

    public bool? PrivateDnsEnabled { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public IReadOnlyList<SubnetConfiguration> SubnetConfigurations { get; init; } = [];

    public string? ServiceRegion { get; init; }

    public sealed record Result(VpcEndpointView VpcEndpoint, string? ClientToken);

    public override Result Apply(Draft draft)
    {
        var vpc = draft.Get(VpcId);
        EndpointRequests.CheckDns(DnsOptions);
        if (VpcEndpointType == VpcEndpointServices.EndpointType) return new Result(VpcEndpointView.Of(draft, MakeForAppliances(draft, vpc)), ClientToken);
        var service = FindService(draft);
        var endpoint = draft.Put(new VpcEndpoint
        {
            Id = draft.NewId<VpcEndpoint>(),
            Type = service.Type,
            VpcId = vpc.Id,
            ServiceName = service.NameIn(draft.Region),
            State = service.Type == "Gateway" ? "available" : "pending",
            PolicyDocument = PolicyDocument is { Length: > 0 } policy ? EndpointPolicies.Check(draft, policy) : EndpointPolicies.Standard,
            IpAddressType = EndpointRequests.CheckIpType(IpAddressType ?? "ipv4"),
            DnsRecordIpType = DnsOptions?.DnsRecordIpType,
            PrivateDnsOnlyForInboundResolverEndpoint = DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint,
            CreateTime = draft.Now,
        });
        endpoint = endpoint.IsGateway ? FillGateway(draft, endpoint) : FillInterface(draft, endpoint, vpc);
        draft.TagNew(endpoint.Id, TagSpecifications);
        return new Result(VpcEndpointView.Of(draft, endpoint), ClientToken);
    }

    private EndpointService FindService(Draft draft)
    {
        if (VpcEndpointType is not ("Gateway" or "Interface" or "GatewayLoadBalancer"))
        {
            throw Fault.Invalid("VpcEndpointType", VpcEndpointType, "It must be Gateway, Interface or GatewayLoadBalancer");
        }
        if (ServiceRegion is { Length: > 0 } region && region != draft.Region) throw Fault.Unsupported("Endpoints to services of other regions are not supported");
        var name = ServiceName is { Length: > 0 } given ? given : throw Fault.Missing("ServiceName");
        var services = EndpointServices.Named(name, draft.Region);
        if (services.Count == 0) throw new Fault("InvalidServiceName", $"The Vpc Endpoint Service '{name}' does not exist");
        return services.FirstOrDefault(s => s.Type == VpcEndpointType) ?? throw EndpointRequests.Invalid($"Endpoint type ({VpcEndpointType}) does not match available service types ([{services[0].Type}]).");
    }

    /// <summary>An endpoint of a service of gateway load balancers: one interface in one subnet.</summary>
    private VpcEndpoint MakeForAppliances(Draft draft, Vpc vpc)
    {
        var name = ServiceName is { Length: > 0 } given ? given : throw Fault.Missing("ServiceName");
        if (VpcEndpointServices.Find(draft.World, draft.Region, name) is not var (owner, service) || !VpcEndpointServices.IsOpenTo(draft.Account, owner, service))
        {
            throw new Fault("InvalidServiceName", $"The Vpc Endpoint Service '{name}' does not exist");
        }
        if (RouteTableIds.Count > 0) throw EndpointRequests.Invalid("Route tables are for gateway endpoints only");
        if (SecurityGroupIds.Count > 0) throw EndpointRequests.Invalid("Security groups are not supported for Gateway Load Balancer endpoints");
        if (PrivateDnsEnabled == true) throw EndpointRequests.Invalid("Private DNS can only be enabled for interface endpoints");
        if (PolicyDocument is { Length: > 0 }) throw EndpointRequests.Invalid("Policies are not supported for Gateway Load Balancer endpoints");
        if (EndpointRequests.Subnets(SubnetIds, SubnetConfigurations).ToList() is not [{ SubnetId: { } subnetId, Ipv4: null, Ipv6: null }]) throw EndpointRequests.Invalid("A Gateway Load Balancer endpoint has exactly one subnet, and AWS chooses its address");
        var zones = VpcEndpointServices.ZonesOf(draft.World.At(owner), service);
        if (!zones.Contains(draft.Get(subnetId).Zone)) throw EndpointRequests.Invalid($"The VPC endpoint service {name} does not support the availability zone of the subnet: {subnetId}.");
        var type = EndpointRequests.CheckIpType(IpAddressType ?? "ipv4");
        if (type != "ipv4" && !service.AddressTypes.Contains("ipv6")) throw EndpointRequests.Invalid($"The VPC endpoint service {name} does not support IP address type {type}");
        draft.Admit(Quotas.InterfaceEndpointsPerVpc, draft.All<VpcEndpoint>().Count(e => e.VpcId == vpc.Id && !e.IsGateway));
        var endpoint = VpcEndpointServices.AddInterface(draft, new VpcEndpoint
        {
            Id = draft.NewId<VpcEndpoint>(),
            Type = VpcEndpointServices.EndpointType,
            VpcId = vpc.Id,
            ServiceName = name,
            State = service.AcceptanceRequired ? "pendingAcceptance" : "pending",
            IpAddressType = type,
            CreateTime = draft.Now,
        }, subnetId);
        draft.TagNew(endpoint.Id, TagSpecifications);
        return endpoint;
    }

    private VpcEndpoint FillGateway(Draft draft, VpcEndpoint endpoint)
    {
        if (SubnetIds.Count + SubnetConfigurations.Count > 0) throw EndpointRequests.Invalid("Subnets are for interface endpoints only");
        if (SecurityGroupIds.Count > 0) throw EndpointRequests.Invalid("Security groups are for interface endpoints only");
        if (PrivateDnsEnabled == true) throw EndpointRequests.Invalid("Private DNS can only be enabled for interface endpoints");
        draft.Admit(Quotas.GatewayEndpoints, draft.All<VpcEndpoint>().Count(e => e.IsGateway && e.Id != endpoint.Id));
        foreach (var table in RouteTableIds.Distinct()) endpoint = Model.Endpoints.AddTable(draft, endpoint, table);
        return endpoint;
    }

    private VpcEndpoint FillInterface(Draft draft, VpcEndpoint endpoint, Vpc vpc)
    {
        if (RouteTableIds.Count > 0) throw EndpointRequests.Invalid("Route tables are for gateway endpoints only");
        draft.Admit(Quotas.InterfaceEndpointsPerVpc, draft.All<VpcEndpoint>().Count(e => e.VpcId == vpc.Id && !e.IsGateway && e.Id != endpoint.Id));
        var isPrivate = PrivateDnsEnabled ?? (vpc.EnableDnsSupport && vpc.EnableDnsHostnames);
        endpoint = draft.Put(endpoint with { PrivateDnsEnabled = isPrivate });
        if (isPrivate) EndpointRequests.RequirePrivateDns(draft, endpoint);
        endpoint = Model.Endpoints.Regroup(draft, endpoint, SecurityGroupIds);
        return EndpointRequests.AddSubnets(draft, endpoint, EndpointRequests.Subnets(SubnetIds, SubnetConfigurations));
    }
}
