using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists interfaces. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html</summary>
public sealed record DescribeNetworkInterfaces : DescribeQuery<DescribeNetworkInterfaces.Result>
{
    public IReadOnlyList<Id<NetworkInterface>> NetworkInterfaceIds { get; init; } = [];

    [NoEffect("no interface is hidden here")]
    public bool IncludeManagedResources { get; init; }

    public sealed record Result(IReadOnlyList<NetworkInterfaceView> NetworkInterfaces, string? NextToken);

    private static readonly Dictionary<string, Reads<NetworkInterface>> Known = new(StringComparer.Ordinal)
    {
        ["addresses.association.owner-id"] = (s, n) => Associations(s, n).Select(a => a.IpOwnerId),
        ["addresses.association.public-ip"] = (s, n) => Associations(s, n).Select(a => a.PublicIp.ToString()),
        ["addresses.primary"] = (_, n) => n.PrivateIps.Select((_, i) => i == 0 ? "true" : "false"),
        ["addresses.private-ip-address"] = (_, n) => n.PrivateIps.Select(ip => ip.ToString()),
        ["association.allocation-id"] = (s, n) => Associations(s, n).Select(a => a.AllocationId?.Value),
        ["association.association-id"] = (s, n) => Associations(s, n).Select(a => a.AssociationId),
        ["association.ip-owner-id"] = (s, n) => Associations(s, n).Select(a => a.IpOwnerId),
        ["association.public-dns-name"] = (s, n) => Associations(s, n).Select(a => a.PublicDnsName),
        ["association.public-ip"] = (s, n) => Associations(s, n).Select(a => a.PublicIp.ToString()),
        ["attachment.attach-time"] = (_, n) => [n.Attachment is { } a ? Scalars.Write(a.AttachTime) : null],
        ["attachment.attachment-id"] = (_, n) => [n.Attachment?.AttachmentId],
        ["attachment.delete-on-termination"] = (_, n) => [n.Attachment is { } a ? Text(a.DeleteOnTermination) : null],
        ["attachment.device-index"] = (_, n) => [n.Attachment is { } a ? $"{a.DeviceIndex}" : null],
        ["attachment.instance-id"] = (_, n) => [n.Attachment?.InstanceId?.Value],
        ["attachment.instance-owner-id"] = (_, n) => [n.Attachment?.InstanceOwnerId],
        ["attachment.nat-gateway-id"] = (s, n) => s.All<NatGateway>().Where(g => g.Addresses.Any(a => a.InterfaceId == n.Id)).Select(g => g.Id.Value),
        ["attachment.status"] = (_, n) => [n.Attachment?.Status],
        ["availability-zone"] = (_, n) => [n.Zone],
        ["availability-zone-id"] = (s, n) => [Regions.Zone(s.Region, n.Zone)?.Id],
        ["description"] = (_, n) => [n.Description],
        ["group-id"] = (_, n) => n.GroupIds.Select(g => g.Value),
        ["group-name"] = (s, n) => n.GroupIds.Select(g => s.Find<SecurityGroup>(g)?.Name),
        ["interface-type"] = (_, n) => [n.InterfaceType],
        ["ipv6-addresses.ipv6-address"] = (_, n) => n.Ipv6Addresses.Select(ip => ip.ToString()),
        ["mac-address"] = (_, n) => [n.MacAddress],
        ["network-interface-id"] = (_, n) => [n.Id.Value],
        ["operator.managed"] = (_, _) => ["false"],
        ["operator.principal"] = (_, _) => [],
        ["owner-id"] = (s, _) => [s.Account],
        ["private-dns-name"] = (s, n) => [NetworkInterfaceView.Of(s, n).PrivateDnsName],
        ["private-ip-address"] = (_, n) => n.PrivateIps.Select(ip => ip.ToString()),
        ["requester-id"] = (s, n) => [n.RequesterManaged ? s.Account : null],
        ["requester-managed"] = (_, n) => [Text(n.RequesterManaged)],
        ["source-dest-check"] = (_, n) => [Text(n.SourceDestCheck)],
        ["status"] = (_, n) => [NetworkInterfaceView.StatusOf(n)],
        ["subnet-id"] = (_, n) => [n.SubnetId.Value],
        ["vpc-id"] = (_, n) => [n.VpcId.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<NetworkInterface>(scope, scope.All<NetworkInterface>()).Named(NetworkInterfaceIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(n => NetworkInterfaceView.Of(scope, n))], page.NextToken);
    }

    private static IEnumerable<InterfaceAssociationView> Associations(Scope scope, NetworkInterface nic) =>
        nic.PrivateIps.Select(ip => InterfaceAssociationView.Of(scope, nic, ip, scope.Find<Vpc>(nic.VpcId)?.EnableDnsHostnames ?? false)).OfType<InterfaceAssociationView>();

    private static string Text(bool value) => value ? "true" : "false";
}
