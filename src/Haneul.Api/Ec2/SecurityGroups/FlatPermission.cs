using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The older way to write one permission: its members stand in the request itself.</summary>
internal static class FlatPermission
{
    public static IReadOnlyList<IpPermission> Read(string? protocol, int? from, int? to, Cidr? block, string? groupName, string? groupOwner)
    {
        if (protocol is null && from is null && to is null && block is null && groupName is null && groupOwner is null) return [];
        var one = new IpPermission
        {
            IpProtocol = protocol,
            FromPort = from,
            ToPort = to,
            IpRanges = block is null ? [] : [new IpRange { CidrIp = block }],
            UserIdGroupPairs = groupName is null ? [] : [new UserIdGroupPair { GroupName = groupName, UserId = groupOwner }],
        };
        // A group without a protocol means all of TCP, UDP and ICMP.
        return protocol is not null || groupName is null
            ? [one]
            :
            [
                one with { IpProtocol = "tcp", FromPort = 0, ToPort = 65535 },
                one with { IpProtocol = "udp", FromPort = 0, ToPort = 65535 },
                one with { IpProtocol = "icmp", FromPort = -1, ToPort = -1 },
            ];
    }

    public static IReadOnlyList<IpPermission> Choose(IReadOnlyList<IpPermission> listed, IReadOnlyList<IpPermission> flat) =>
        listed.Count > 0 && flat.Count > 0
            ? throw Fault.Combination("Give either IpPermissions or the members of one permission, not both")
            : listed.Count > 0 ? listed : flat;
}
