using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Finds the group that a rule names: of the same VPC by id or name, or by id over an active peering of the same region.</summary>
internal static class PeerGroups
{
    public static RulePeer Of(Scope scope, SecurityGroup group, UserIdGroupPair pair)
    {
        if (pair.GroupId is null && pair.GroupName is null) throw Fault.Missing("groupId or groupName");
        var owner = pair.UserId is { Length: > 0 } user ? user : scope.Account;
        var (account, peer) = pair.GroupId is { } id ? ById(scope, group, id, owner) : (scope.Account, ByName(scope, group, pair.GroupName ?? ""));
        if (pair.VpcId is { } vpc && vpc != peer.VpcId) throw Networks(pair);
        var plain = new RulePeer { GroupId = peer.Id, GroupOwner = account };
        if (peer.VpcId == group.VpcId) return plain;
        var peering = Peerings.Between(scope, group.VpcId, peer.VpcId) ?? throw Networks(pair);
        if (peering.Requester.Region != peering.Accepter.Region) throw Networks(pair);
        return plain with { PeeringId = peering.Id, PeerVpcId = peer.VpcId };
    }

    /// <summary>A group of this account by its id; else one of the account named, else one of an account that is peered with.</summary>
    private static (string, SecurityGroup) ById(Scope scope, SecurityGroup group, Id<SecurityGroup> id, string owner)
    {
        var peered = scope.All<VpcPeering>().Where(p => p.Joins(group.VpcId)).Select(p => p.OtherThan(group.VpcId)).Where(s => s.Region == scope.Region).Select(s => s.Account);
        foreach (var account in new[] { scope.Account, owner }.Concat(peered).Distinct())
        {
            if (scope.World.At(new Place(account, scope.Region)).TryFind(id, out var found)) return (account, found);
        }
        throw Fault.NotFound<SecurityGroup>(id.Value);
    }

    private static SecurityGroup ByName(Scope scope, SecurityGroup group, string name) =>
        scope.All<SecurityGroup>().FirstOrDefault(g => g.VpcId == group.VpcId && g.Name == name)
        ?? throw new Fault("InvalidGroup.NotFound", $"The security group '{name}' does not exist in VPC '{group.VpcId}'");

    private static Fault Networks(UserIdGroupPair pair) =>
        new("InvalidGroup.NotFound", $"You have specified two resources that belong to different networks: {pair.GroupId?.Value ?? pair.GroupName}");
}
