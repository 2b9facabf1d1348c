namespace Haneul.Model;

/// <summary>A public address that is in someone's hands: elastic, or lent to an interface. The id is the address.</summary>
/// <param name="Holder">Where its holder lives.</param>
public sealed record PublicLease(Id<PublicLease> Id, Place Holder) : IResource<PublicLease>
{
    public static Kind Kind { get; } = new("public-lease", "", "", "InvalidAddress.NotFound", "InvalidAddress.Malformed", "address", Breadth.World);
}

/// <summary>Where the search for the next free address of a pool begins: an address that was given back is not given out again at once. The id is the pool, <c>elastic</c> for the built-in one.</summary>
public sealed record PublicCursor(Id<PublicCursor> Id, int Next) : IResource<PublicCursor>
{
    public static Kind Kind { get; } = new("public-cursor", "", "", "InvalidAddress.NotFound", "InvalidAddress.Malformed", "address", Breadth.World);

    public static Id<PublicCursor> Of(Cidr pool) => new(pool == AddressPools.Elastic ? "elastic" : pool.ToString());
}

/// <summary>Gives out the addresses of <see cref="PublicPools"/>: no two holders in the whole world have the same one.</summary>
public static class PublicAddresses
{
    /// <summary>Takes the next free address of the first pool that has one.</summary>
    public static Ip Take(Draft draft)
    {
        foreach (var pool in PublicPools.All(draft).ToList())
        {
            if (TakeFrom(draft, pool) is { } ip) return ip;
        }
        throw new Fault("InsufficientAddressCapacity", $"All public addresses of {string.Join(", ", PublicPools.All(draft))} are in use");
    }

    /// <summary>Takes this very address, if it is of a pool and free.</summary>
    public static bool TryTake(Draft draft, Ip ip)
    {
        var id = new Id<PublicLease>(ip.ToString());
        if (!PublicPools.All(draft).Any(p => Gives(p, ip)) || draft.TryFind(id, out _) || OutsideAddresses.HolderOf(draft, ip) is not null) return false;
        draft.Put(new PublicLease(id, draft.Place));
        return true;
    }

    /// <summary>Gives an address back.</summary>
    public static void Return(Draft draft, Ip ip) => draft.Remove(new Id<PublicLease>(ip.ToString()));

    private static Ip? TakeFrom(Draft draft, Cidr pool)
    {
        var (first, last) = Bounds(pool);
        var next = draft.TryFind(PublicCursor.Of(pool), out var cursor) ? cursor.Next : first;
        for (var tries = first; tries <= last; tries++)
        {
            var ip = pool.First + (UInt128)next;
            next = next >= last ? first : next + 1;
            if (!TryTake(draft, ip)) continue;
            draft.Put(new PublicCursor(PublicCursor.Of(pool), next));
            return ip;
        }
        return null;
    }

    private static bool Gives(Cidr pool, Ip ip) => pool.Contains(ip) && ip.Bits - pool.First.Bits is var n && Bounds(pool) is var (first, last) && n >= (UInt128)first && n <= (UInt128)last;

    /// <summary>All but the first and the last address, which name the block and everybody in it; a block of one or two has no such (RFC 3021).</summary>
    private static (int First, int Last) Bounds(Cidr pool) => pool.SizeLessOne <= 1 ? (0, (int)pool.SizeLessOne) : (1, (int)pool.SizeLessOne - 1);
}
