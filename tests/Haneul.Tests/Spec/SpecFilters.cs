using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>
/// Security groups (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html) and network ACLs
/// (https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html), in AWS's own words.
/// </summary>
internal static class SpecFilters
{
    /// <summary>What the groups of an interface say: the rules that permit, or the blocker. An interface without groups permits by no rule.</summary>
    /// <param name="via">The node of a network balancer that passed the packet on: it is from the node's groups, whosever address it bears.</param>
    public static (ImmutableSortedSet<string> Permits, SpecBlocker? Blocker) AskGroups(World world, NetworkInterface eni, bool egress, SpecPacket packet, NetworkInterface? via = null)
    {
        if (eni.GroupIds.IsEmpty) return ([], null);
        var scope = world.At(world.PlaceOf(eni.VpcId));
        var groups = eni.GroupIds.Select(scope.Get).ToList();
        var rules = groups.SelectMany(g => g.Rules).Where(r => r.IsEgress == egress).ToList();
        ImmutableSortedSet<string> all = [.. groups.Select(g => $"{g.Id}:implicit-deny")];
        if (rules.Count == 0) return ([], new SpecBlocker("SG_HAS_NO_RULES", all));

        var ours = rules.Where(r => Speaks(r.Protocol, r.FromPort, r.ToPort, r.FromPort, r.ToPort, packet)).ToList();
        var peer = egress ? packet.Destination : packet.Source;
        ImmutableSortedSet<string> permits = [.. ours.Where(r => PeerIs(world, eni.VpcId, r.Peer, peer) || via is not null && !egress && r.Peer.GroupId is { } g && via.GroupIds.Contains(g) && !IsStale(world, eni.VpcId, r.Peer)).Select(r => r.Id)];
        if (permits.Count > 0) return (permits, null);

        ImmutableSortedSet<string> stale = [.. ours.Where(r => IsStale(world, eni.VpcId, r.Peer)).Select(r => r.Id)];
        return ([], stale.Count > 0 ? new SpecBlocker("UNKNOWN_PEERED_SGS", stale) : new SpecBlocker("ENI_SG_RULES_MISMATCH", all));
    }

    /// <summary>The entry of the ACL that decides (its number, or * for the last), and whether it allows.</summary>
    public static (string Decider, bool Allows) AskAcl(NetworkAcl acl, bool egress, SpecPacket packet)
    {
        var direction = egress ? "out" : "in";
        var peer = egress ? packet.Destination : packet.Source;
        foreach (var entry in acl.Entries.Where(e => e.IsEgress == egress).OrderBy(e => e.Number))
        {
            if (entry.Block.Contains(peer) && Speaks(entry.Protocol, entry.FromPort, entry.ToPort, entry.IcmpType, entry.IcmpCode, packet))
                return ($"{acl.Id}/{direction}/{entry.Number}", entry.Allows);
        }
        return ($"{acl.Id}/{direction}/*", false);
    }

    /// <summary>Is the packet of this protocol and, where it has them, to one of these ports, or of this ICMP type and code (-1: any)?</summary>
    private static bool Speaks(int protocol, int? fromPort, int? toPort, int? type, int? code, SpecPacket packet)
    {
        if (protocol == -1) return true;
        if (protocol != packet.Protocol) return false;
        if (packet.HasPorts) return packet.DestinationPort >= (fromPort ?? 0) && packet.DestinationPort <= (toPort ?? 65535);
        if (packet.IsIcmp) return (type is null or -1 || type == packet.Type) && (code is null or -1 || code == packet.Code);
        return true;
    }

    private static bool PeerIs(World world, Id<Vpc> vpc, RulePeer peer, Ip ip)
    {
        if (peer.Block is { } block) return block.Contains(ip);
        if (peer.PrefixListId is { } list) return world.List(vpc, list)?.Entries.Any(e => e.Block.Contains(ip)) ?? false;
        return peer.GroupId is { } group && !IsStale(world, vpc, peer)
            && world.Rows<NetworkInterface>().Any(e => e.VpcId == VpcOfGroup(world, vpc, peer) && e.GroupIds.Contains(group) && e.Has(ip));
    }

    /// <summary>The VPC in which a rule's group is: this one, or the other side of the peering it was named over.</summary>
    private static Id<Vpc> VpcOfGroup(World world, Id<Vpc> vpc, RulePeer peer) =>
        peer.PeeringId is { } id && world.At(Place.Between).Find((Id<VpcPeering>?)id) is { } peering ? peering.OtherThan(vpc).VpcId : vpc;

    /// <summary>A group that can no longer be found: the peering is gone or not active, or crosses regions, or the group itself was deleted.</summary>
    private static bool IsStale(World world, Id<Vpc> vpc, RulePeer peer)
    {
        if (peer.GroupId is not { } group) return false;
        if (peer.PeeringId is not { } id) return false;
        if (world.At(Place.Between).Find((Id<VpcPeering>?)id) is not { State: PeeringState.Active } peering || !peering.Joins(vpc)) return true;
        var other = peering.OtherThan(vpc);
        return other.Region != world.PlaceOf(vpc).Region
            || world.At(other.Place).Find((Id<SecurityGroup>?)group) is not { } found || found.VpcId != other.VpcId;
    }
}
