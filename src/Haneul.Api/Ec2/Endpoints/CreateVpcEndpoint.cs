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
        var service = FindService(draft);
        EndpointRequests.CheckDns(DnsOptions);
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
