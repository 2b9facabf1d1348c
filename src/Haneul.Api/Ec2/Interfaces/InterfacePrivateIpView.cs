using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A private address of an interface with the public one that stands for it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterfacePrivateIpAddress.html</summary>
public sealed record InterfacePrivateIpView(bool Primary, Ip PrivateIpAddress, string? PrivateDnsName, InterfaceAssociationView? Association)
{
    public static InterfacePrivateIpView Of(Scope scope, NetworkInterface nic, Ip ip, bool isPrimary, bool hasNames) =>
        new(isPrimary, ip, hasNames ? DnsNames.Private(scope.Region, ip) : null, InterfaceAssociationView.Of(scope, nic, ip, hasNames));
}

/// <summary>The public address of a private one: elastic, or lent by AWS (owner <c>amazon</c>, no ids).</summary>
public sealed record InterfaceAssociationView(Id<ElasticAddress>? AllocationId, string? AssociationId, string IpOwnerId, Ip PublicIp, string? PublicDnsName)
{
    public static InterfaceAssociationView? Of(Scope scope, NetworkInterface nic, Ip ip, bool hasNames)
    {
        if (Interfaces.PublicIpOf(scope, nic, ip) is not { } publicIp) return null;
        var elastic = ElasticAddresses.Of(scope, nic.Id, ip);
        return new InterfaceAssociationView(
            elastic?.Id, elastic?.AssociationId, elastic is null ? "amazon" : scope.Account, publicIp, hasNames ? DnsNames.Public(scope.Region, publicIp) : null);
    }
}
