using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A rule as a client asks for it, checked and in canonical form, before it has an id.</summary>
internal sealed record RuleSpec(int Protocol, int? FromPort, int? ToPort, RulePeer Peer, string? Description)
{
    /// <summary>Is this the rule, whatever its description?</summary>
    public bool Names(SecurityGroupRule rule, bool egress) =>
        SecurityGroups.RuleKey.Of(rule) == SecurityGroups.RuleKey.Of(AsRule("", egress));

    public SecurityGroupRule AsRule(string id, bool egress) =>
        new() { Id = id, IsEgress = egress, Protocol = Protocol, FromPort = FromPort, ToPort = ToPort, Peer = Peer, Description = Description };
}

/// <summary>
/// Reads permissions into rules: protocol names and numbers, ports and ICMP types, and peers that must exist.
/// Blocks with host bits are cut to their network, as AWS does. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
/// </summary>
internal static class RuleSpecs
{
    private const int LongestDescription = 255;

    public static IReadOnlyList<RuleSpec> Of(Scope scope, SecurityGroup group, IReadOnlyList<IpPermission> permissions) =>
        [.. permissions.SelectMany(p => Of(scope, group, p))];

    private static IEnumerable<RuleSpec> Of(Scope scope, SecurityGroup group, IpPermission permission)
    {
        var (protocol, from, to) = Ports(permission.IpProtocol, permission.FromPort, permission.ToPort);
        List<(RulePeer, string?)> peers =
        [
            .. permission.IpRanges.Select(r => (OfBlock(r.CidrIp, false, "cidrIp"), r.Description)),
            .. permission.Ipv6Ranges.Select(r => (OfBlock(r.CidrIpv6, true, "cidrIpv6"), r.Description)),
            .. permission.PrefixListIds.Select(r => (OfList(scope, r.PrefixListId), r.Description)),
            .. permission.UserIdGroupPairs.Select(r => (PeerGroups.Of(scope, group, r), r.Description)),
        ];
        if (peers.Count == 0) throw Fault.Missing("ipPermissions: a permission needs ipRanges, ipv6Ranges, prefixListIds or groups");
        return peers.Select(p => new RuleSpec(protocol, from, to, p.Item1, CheckDescription(p.Item2)));
    }

    /// <summary>The protocol's number with its ports in canonical form: none where the protocol has none.</summary>
    public static (int Protocol, int? From, int? To) Ports(string? name, int? from, int? to)
    {
        if (name is null) throw Fault.Missing("ipProtocol");
        if (!Protocols.TryParse(name, out var protocol)) throw Fault.Invalid("ipProtocol", name, "It must be tcp, udp, icmp, icmpv6, -1 or a protocol number");
        if (Protocols.HasPorts(protocol)) return Range(protocol, from, to);
        return Protocols.IsIcmp(protocol) ? IcmpTypes(protocol, from, to) : (protocol, null, null);
    }

    public static RulePeer OfBlock(Cidr? block, bool isV6, string parameter)
    {
        if (block is not { } b) throw Fault.Missing(parameter);
        if (b.IsV6 != isV6) throw Fault.Invalid(parameter, b.ToString(), $"CIDR block {b} is malformed: it must be an IPv{(isV6 ? 6 : 4)} block");
        return new RulePeer { Block = b };
    }

    public static RulePeer OfList(Scope scope, Id<PrefixList>? id) =>
        new() { PrefixListId = scope.Get(id ?? throw Fault.Missing("prefixListId")).Id };

    public static string? CheckDescription(string? text)
    {
        if (text is null) return null;
        return text.Length <= LongestDescription && text.All(c => GroupNames.Allowed(c))
            ? text
            : throw Fault.Invalid("description", text[..Math.Min(60, text.Length)], $"A rule's description has at most {LongestDescription} characters of a-zA-Z0-9. _-:/()#,@[]+=&;{{}}!$*");
    }

    private static (int, int?, int?) Range(int protocol, int? from, int? to)
    {
        var name = Protocols.NameOf(protocol).ToUpperInvariant();
        if (from is not { } first || to is not { } last) throw Fault.Invalid("portRange", "", $"Must specify both from and to ports with {name}");
        if (first is < 0 or > 65535 || last is < 0 or > 65535) throw Fault.Invalid("portRange", $"{first}-{last}", $"A {name} port is between 0 and 65535");
        if (first > last) throw Fault.Invalid("portRange", $"{first}-{last}", $"Invalid {name} port range: it ends before it begins");
        return (protocol, first, last);
    }

    private static (int, int?, int?) IcmpTypes(int protocol, int? type, int? code)
    {
        if (protocol == Protocols.Icmp && (type is null || code is null)) throw Fault.Invalid("icmpTypeCode", "", "Must specify both type and code with ICMP: -1 means all");
        var (t, c) = (type ?? -1, code ?? -1);
        if (t is < -1 or > 255 || c is < -1 or > 255) throw Fault.Invalid("icmpTypeCode", $"{t}-{c}", "ICMP types and codes are between -1 and 255");
        if (t == -1 && c != -1) throw Fault.Invalid("icmpTypeCode", $"{t}-{c}", "All ICMP types go with all codes");
        return (protocol, t, c);
    }
}
