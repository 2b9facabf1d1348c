namespace Haneul.Model;

/// <summary>What changes network ACLs. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html</summary>
public static class NetworkAcls
{
    public static Fault EntryNotFound(AclEntry entry) => EntryNotFound(entry.IsEgress, entry.Number);

    public static Fault EntryNotFound(bool egress, int number) =>
        new("InvalidNetworkAclEntry.NotFound", $"No network ACL entry found with rule number {number}, {(egress ? "egress" : "ingress")}");

    /// <summary>Adds an entry; its number must be free, and the quota of its direction not used up.</summary>
    public static NetworkAcl Add(Draft draft, NetworkAcl acl, AclEntry entry)
    {
        if (acl.Entries.Any(e => IsAt(e, entry.IsEgress, entry.Number)))
        {
            throw new Fault("NetworkAclEntryAlreadyExists", $"The network acl entry identified by {entry.Number} already exists.");
        }
        draft.Admit(Quotas.RulesPerNetworkAcl, acl.Entries.Count(e => e.IsEgress == entry.IsEgress));
        return draft.Put(acl with { Entries = [.. acl.Entries.Add(entry).OrderBy(e => e.IsEgress).ThenBy(e => e.Number)] });
    }

    /// <summary>Takes the entry of a number away.</summary>
    public static NetworkAcl Remove(Draft draft, NetworkAcl acl, bool egress, int number)
    {
        var gone = acl.Entries.FirstOrDefault(e => IsAt(e, egress, number)) ?? throw EntryNotFound(egress, number);
        return draft.Put(acl with { Entries = acl.Entries.Remove(gone) });
    }

    /// <summary>Puts an entry in the place of the one with its number and direction.</summary>
    public static NetworkAcl Replace(Draft draft, NetworkAcl acl, AclEntry entry)
    {
        if (!acl.Entries.Any(e => IsAt(e, entry.IsEgress, entry.Number))) throw EntryNotFound(entry);
        return draft.Put(acl with { Entries = [.. acl.Entries.Select(e => IsAt(e, entry.IsEgress, entry.Number) ? entry : e)] });
    }

    /// <summary>Moves a subnet to another ACL of its VPC; gives the id of the new association.</summary>
    public static string Associate(Draft draft, string associationId, NetworkAcl wanted)
    {
        var old = draft.All<NetworkAcl>().FirstOrDefault(a => a.Associations.Any(s => s.Id == associationId))
            ?? throw new Fault("InvalidAssociationID.NotFound", $"The association ID '{associationId}' does not exist");
        if (old.VpcId != wanted.VpcId) throw Fault.Invalid("networkAclId", wanted.Id.Value, "The network ACL and the subnet belong to different networks");
        var association = old.Associations.First(s => s.Id == associationId);
        draft.Put(old with { Associations = old.Associations.Remove(association) });
        var moved = new AclAssociation(draft.NewId("aclassoc"), association.SubnetId);
        var now = draft.Get(wanted.Id);
        draft.Put(now with { Associations = now.Associations.Add(moved) });
        return moved.Id;
    }

    private static bool IsAt(AclEntry entry, bool egress, int number) => entry.IsEgress == egress && entry.Number == number;
}
