namespace Haneul.Model;

/// <summary>A public address that is in someone's hands: elastic, or lent to an interface. The id is the address.</summary>
/// <param name="Holder">Where its holder lives.</param>
public sealed record PublicLease(Id<PublicLease> Id, Place Holder) : IResource<PublicLease>
{
    public static Kind Kind { get; } = new("public-lease", "", "", "InvalidAddress.NotFound", "InvalidAddress.Malformed", "address", Breadth.World);
}

/// <summary>Where the search for the next free public address begins: an address that was given back is not given out again at once.</summary>
public sealed record PublicCursor(Id<PublicCursor> Id, int Next) : IResource<PublicCursor>
{
    public static Kind Kind { get; } = new("public-cursor", "", "", "InvalidAddress.NotFound", "InvalidAddress.Malformed", "address", Breadth.World);

    public static Id<PublicCursor> Only { get; } = new("elastic");
}

/// <summary>Gives out the addresses of <see cref="AddressPools.Elastic"/>: no two holders in the whole world have the same one.</summary>
public static class PublicAddresses
{
    /// <summary>Takes the next free address.</summary>
    public static Ip Take(Draft draft)
    {
        var last = (int)AddressPools.Elastic.SizeLessOne - 1;
        var next = draft.TryFind(PublicCursor.Only, out var cursor) ? cursor.Next : 1;
        for (var tries = 0; tries < last; tries++)
        {
            var ip = AddressPools.Elastic.First + (UInt128)next;
            next = next >= last ? 1 : next + 1;
            if (!TryTake(draft, ip)) continue;
            draft.Put(new PublicCursor(PublicCursor.Only, next));
            return ip;
        }
        throw new Fault("InsufficientAddressCapacity", $"All public addresses of {AddressPools.Elastic} are in use");
    }

    /// <summary>Takes this very address, if it is of the pool and free.</summary>
    public static bool TryTake(Draft draft, Ip ip)
    {
        var id = new Id<PublicLease>(ip.ToString());
        if (!AddressPools.Elastic.Contains(ip) || draft.TryFind(id, out _)) return false;
        draft.Put(new PublicLease(id, draft.Place));
        return true;
    }

    /// <summary>Gives an address back.</summary>
    public static void Return(Draft draft, Ip ip) => draft.Remove(new Id<PublicLease>(ip.ToString()));
}
