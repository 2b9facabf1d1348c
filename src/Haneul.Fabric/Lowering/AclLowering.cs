using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>An ACL as two stages, read first match first. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html</summary>
internal static class AclLowering
{
    public static (Stage Out, Stage In) Lower(NetworkAcl acl) => (One(acl, egress: true), One(acl, egress: false));

    private static Stage One(NetworkAcl acl, bool egress) => new(
        $"{acl.Id}/{(egress ? "out" : "in")}",
        Reading.FirstMatch,
        [.. acl.Entries.Where(e => e.IsEgress == egress).OrderBy(e => e.Number).Select(e => Rule(acl, e))],
        ReasonSet.Of(Reason.AclEntry(acl.Id.Value, egress, AclEntry.Last)));

    private static Rule Rule(NetworkAcl acl, AclEntry entry)
    {
        var parts = ImmutableArray.CreateBuilder<Match>();
        MatchLowering.Protocol(parts, entry.Protocol, entry.FromPort, entry.ToPort, entry.IcmpType, entry.IcmpCode);
        parts.Add(new Match.InBlocks(entry.IsEgress ? Side.Destination : Side.Source, [entry.Block], null));
        return new Rule(new Match.AllOf(parts.ToImmutable()), entry.Allows, Reason.AclEntry(acl.Id.Value, entry.IsEgress, entry.Number));
    }
}

/// <summary>The part of a rule that groups and ACLs have alike.</summary>
internal static class MatchLowering
{
    public static void Protocol(ImmutableArray<Match>.Builder parts, int protocol, int? from, int? to, int? icmpType, int? icmpCode)
    {
        if (protocol == Protocols.All) return;
        parts.Add(new Match.OfProtocol(protocol));
        if (Protocols.HasPorts(protocol) && from is >= 0)
        {
            parts.Add(new Match.Ports(from.Value, to is >= 0 ? to.Value : from.Value));
        }
        else if (Protocols.IsIcmp(protocol) && (icmpType is >= 0 || icmpCode is >= 0))
        {
            parts.Add(new Match.Icmp(icmpType ?? -1, icmpCode ?? -1));
        }
    }
}
