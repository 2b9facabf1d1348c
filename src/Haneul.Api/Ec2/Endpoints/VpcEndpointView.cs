using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An endpoint as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html</summary>
public sealed record VpcEndpointView
{
    public required Id<VpcEndpoint> VpcEndpointId { get; init; }

    public required string VpcEndpointType { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string ServiceName { get; init; }

    public required string State { get; init; }

    public string? PolicyDocument { get; init; }

    public required IReadOnlyList<Id<RouteTable>> RouteTableIds { get; init; }

    public required IReadOnlyList<Id<Subnet>> SubnetIds { get; init; }

    public required IReadOnlyList<EndpointGroup> Groups { get; init; }

    public string? IpAddressType { get; init; }

    public DnsOptions? DnsOptions { get; init; }

    public required bool PrivateDnsEnabled { get; init; }

    public required bool RequesterManaged { get; init; }

    public required IReadOnlyList<Id<NetworkInterface>> NetworkInterfaceIds { get; init; }

    public required IReadOnlyList<DnsEntry> DnsEntries { get; init; }

    public required DateTimeOffset CreationTimestamp { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required string OwnerId { get; init; }

    public required string ServiceRegion { get; init; }

    public static VpcEndpointView Of(Scope scope, VpcEndpoint e) => new()
    {
        VpcEndpointId = e.Id,
        VpcEndpointType = e.Type,
        VpcId = e.VpcId,
        ServiceName = e.ServiceName,
        State = e.State,
        PolicyDocument = e.PolicyDocument,
        RouteTableIds = [.. e.RouteTableIds.Where(id => scope.TryFind(id, out _))],
        SubnetIds = e.SubnetIds,
        Groups = [.. e.GroupIds.Select(g => new EndpointGroup(g, scope.Find<SecurityGroup>(g)?.Name))],
        IpAddressType = e.IsGateway ? null : e.IpAddressType,
        DnsOptions = e.IsGateway ? null : new DnsOptions { DnsRecordIpType = e.DnsRecordIpType ?? e.IpAddressType, PrivateDnsOnlyForInboundResolverEndpoint = e.PrivateDnsOnlyForInboundResolverEndpoint },
        PrivateDnsEnabled = e.PrivateDnsEnabled,
        RequesterManaged = false,
        NetworkInterfaceIds = e.InterfaceIds,
        DnsEntries = EndpointNames.Of(scope, e),
        CreationTimestamp = e.CreateTime,
        Tags = scope.TagsFor(e.Id.Value),
        OwnerId = scope.Account,
        ServiceRegion = scope.Region,
    };
}

/// <summary>A group of an endpoint's interfaces.</summary>
public sealed record EndpointGroup(Id<SecurityGroup> GroupId, string? GroupName);

/// <summary>A name that leads to an endpoint.</summary>
public sealed record DnsEntry(string DnsName, string HostedZoneId);

/// <summary>How an endpoint is named. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html</summary>
public sealed record DnsOptions
{
    public string? DnsRecordIpType { get; init; }

    public bool? PrivateDnsOnlyForInboundResolverEndpoint { get; init; }
}
