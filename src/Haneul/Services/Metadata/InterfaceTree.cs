using System.Globalization;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>What the metadata service tells of one interface, below <c>network/interfaces/macs/</c>.</summary>
internal static class InterfaceTree
{
    public static IEnumerable<(string Name, string Text)> Of(Asker asker, NetworkInterface nic)
    {
        foreach (var (name, text) in Plain(asker, nic))
        {
            if (!string.IsNullOrEmpty(text)) yield return (name, text);
        }
        foreach (var inside in nic.PrivateIps)
        {
            if (asker.PublicIpOf(nic, inside) is { } outside) yield return ($"ipv4-associations/{outside}", inside.ToString());
        }
    }

    public static string GroupNames(Asker asker, NetworkInterface nic) => Lines(nic.GroupIds.Select(id => asker.Scope.Find<SecurityGroup>(id)?.Name ?? id.Value));

    private static IEnumerable<(string Name, string? Text)> Plain(Asker asker, NetworkInterface nic)
    {
        var scope = asker.Scope;
        var subnet = scope.Find<Subnet>(nic.SubnetId);
        var vpc = scope.Find<Vpc>(nic.VpcId);
        List<Ip> open = [.. nic.PrivateIps.Select(ip => asker.PublicIpOf(nic, ip)).OfType<Ip>()];
        return
        [
            ("device-number", nic.Attachment?.DeviceIndex.ToString(CultureInfo.InvariantCulture)), ("interface-id", nic.Id.Value), ("ipv6s", Lines(nic.Ipv6Addresses)),
            ("local-hostname", nic.PrivateIps is [var first, ..] ? DnsNames.Private(scope.Region, first) : null), ("local-ipv4s", Lines(nic.PrivateIps)),
            ("mac", nic.MacAddress), ("network-card-index", nic.Attachment?.NetworkCardIndex.ToString(CultureInfo.InvariantCulture)), ("owner-id", scope.Account),
            ("public-hostname", open.Count > 0 && asker.HasPublicNames(nic) ? DnsNames.Public(scope.Region, open[0]) : null), ("public-ipv4s", Lines(open)),
            ("security-group-ids", Lines(nic.GroupIds)), ("security-groups", GroupNames(asker, nic)),
            ("subnet-id", nic.SubnetId.Value), ("subnet-ipv4-cidr-block", Lines(subnet?.Cidrs.Where(b => !b.IsV6) ?? [])), ("subnet-ipv6-cidr-blocks", Lines(subnet?.Cidrs.Where(b => b.IsV6) ?? [])),
            ("vpc-id", nic.VpcId.Value), ("vpc-ipv4-cidr-block", vpc?.Cidr.ToString()), ("vpc-ipv4-cidr-blocks", Lines(vpc?.Cidrs.Where(b => !b.IsV6) ?? [])),
            ("vpc-ipv6-cidr-blocks", Lines(vpc?.Cidrs.Where(b => b.IsV6) ?? [])),
        ];
    }

    private static string Lines<T>(IEnumerable<T> values) => string.Join('\n', values);
}
