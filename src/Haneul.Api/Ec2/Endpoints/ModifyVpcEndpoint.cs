using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes an endpoint: its tables or subnets, groups, names, policy. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html</summary>
public sealed record ModifyVpcEndpoint : Command<Done>
{
    public required Id<VpcEndpoint> VpcEndpointId { get; init; }

    public bool ResetPolicy { get; init; }

    public string? PolicyDocument { get; init; }

    public IReadOnlyList<Id<RouteTable>> AddRouteTableIds { get; init; } = [];

    public IReadOnlyList<Id<RouteTable>> RemoveRouteTableIds { get; init; } = [];

    public IReadOnlyList<Id<Subnet>> AddSubnetIds { get; init; } = [];

    public IReadOnlyList<Id<Subnet>> RemoveSubnetIds { get; init; } = [];

    public IReadOnlyList<Id<SecurityGroup>> AddSecurityGroupIds { get; init; } = [];

    public IReadOnlyList<Id<SecurityGroup>> RemoveSecurityGroupIds { get; init; } = [];

    public string? IpAddressType { get; init; }

    public DnsOptions? DnsOptions { get; init; }

    public bool? PrivateDnsEnabled { get; init; }

    public IReadOnlyList<SubnetConfiguration> SubnetConfigurations { get; init; } = [];

    public override Done Apply(Draft draft)
    {
        var endpoint = draft.Get(VpcEndpointId);
        if (endpoint.State == "deleting") throw Fault.NotFound<VpcEndpoint>(endpoint.Id.Value);
        if (ResetPolicy && PolicyDocument is { Length: > 0 }) throw Fault.Combination("Give either ResetPolicy or PolicyDocument");
        if (ResetPolicy) endpoint = draft.Put(endpoint with { PolicyDocument = EndpointPolicies.Standard });
        else if (PolicyDocument is { Length: > 0 } policy) endpoint = draft.Put(endpoint with { PolicyDocument = EndpointPolicies.Check(draft, policy) });
        if (endpoint.IsGateway) ChangeGateway(draft, endpoint);
        else if (endpoint.Type == VpcEndpointServices.EndpointType) RefuseForAppliances();
        else ChangeInterface(draft, endpoint);
        return Done.Value;
    }

    private void ChangeGateway(Draft draft, VpcEndpoint endpoint)
    {
        if (AddSubnetIds.Count + RemoveSubnetIds.Count + SubnetConfigurations.Count > 0) throw EndpointRequests.Invalid("Subnets are for interface endpoints only");
        if (AddSecurityGroupIds.Count + RemoveSecurityGroupIds.Count > 0) throw EndpointRequests.Invalid("Security groups are for interface endpoints only");
        if (PrivateDnsEnabled == true) throw EndpointRequests.Invalid("Private DNS can only be enabled for interface endpoints");
        foreach (var table in RemoveRouteTableIds) endpoint = Model.Endpoints.RemoveTable(draft, endpoint, draft.Get(table).Id);
        foreach (var table in AddRouteTableIds) endpoint = Model.Endpoints.AddTable(draft, endpoint, table);
    }

    /// <summary>Nothing of an endpoint of gateway load balancers can be changed: it has one subnet, and neither groups, names nor a policy.</summary>
    private void RefuseForAppliances()
    {
        var isChanged = AddRouteTableIds.Count + RemoveRouteTableIds.Count + AddSubnetIds.Count + RemoveSubnetIds.Count + SubnetConfigurations.Count + AddSecurityGroupIds.Count + RemoveSecurityGroupIds.Count > 0
            || PrivateDnsEnabled == true || IpAddressType is not null || PolicyDocument is { Length: > 0 } || ResetPolicy;
        if (isChanged) throw EndpointRequests.Invalid("Subnets, route tables, groups, names and policies of a Gateway Load Balancer endpoint cannot be changed");
    }

    private void ChangeInterface(Draft draft, VpcEndpoint endpoint)
    {
        if (AddRouteTableIds.Count + RemoveRouteTableIds.Count > 0) throw EndpointRequests.Invalid("Route tables are for gateway endpoints only");
        EndpointRequests.CheckDns(DnsOptions);
        endpoint = draft.Put(endpoint with
        {
            IpAddressType = IpAddressType is { } type ? EndpointRequests.CheckIpType(type) : endpoint.IpAddressType,
            DnsRecordIpType = DnsOptions?.DnsRecordIpType ?? endpoint.DnsRecordIpType,
            PrivateDnsOnlyForInboundResolverEndpoint = DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint ?? endpoint.PrivateDnsOnlyForInboundResolverEndpoint,
            PrivateDnsEnabled = PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled,
        });
        if (PrivateDnsEnabled == true) EndpointRequests.RequirePrivateDns(draft, endpoint);
        if (AddSecurityGroupIds.Count + RemoveSecurityGroupIds.Count > 0)
        {
            foreach (var group in RemoveSecurityGroupIds) draft.Get(group);
            endpoint = Model.Endpoints.Regroup(draft, endpoint, endpoint.GroupIds.Except(RemoveSecurityGroupIds).Concat(AddSecurityGroupIds));
        }
        ChangeSubnets(draft, endpoint);
    }

    /// <summary>A subnet that gets an address named gets a new interface: addresses of an interface do not change.</summary>
    private void ChangeSubnets(Draft draft, VpcEndpoint endpoint)
    {
        foreach (var subnet in RemoveSubnetIds) endpoint = Model.Endpoints.RemoveSubnet(draft, endpoint, draft.Get(subnet).Id);
        foreach (var moved in SubnetConfigurations.Where(c => HasOtherAddress(draft, endpoint, c)))
        {
            if (moved.SubnetId is { } id) endpoint = Model.Endpoints.RemoveSubnet(draft, endpoint, id);
        }
        EndpointRequests.AddSubnets(draft, endpoint, EndpointRequests.Subnets(AddSubnetIds, SubnetConfigurations));
    }

    private static bool HasOtherAddress(Draft draft, VpcEndpoint endpoint, SubnetConfiguration wanted) =>
        endpoint.InterfaceIds.Select(i => draft.Find<NetworkInterface>(i)).OfType<NetworkInterface>().FirstOrDefault(n => n.SubnetId == wanted.SubnetId) is { } nic
        && (wanted.Ipv4 is { } v4 && !nic.Has(v4) || wanted.Ipv6 is { } v6 && !nic.Has(v6));
}
