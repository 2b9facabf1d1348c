using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A block from which public addresses of the cloud are given out before <see cref="AddressPools.Elastic"/>. The id is the block.</summary>
/// <param name="Order">They are asked in this order.</param>
public sealed record PublicPool(Id<PublicPool> Id, Cidr Block, int Order) : IResource<PublicPool>
{
    public static Kind Kind { get; } = new("public-pool", "", "", "InvalidPublicIpv4PoolID.NotFound", "InvalidPublicIpv4PoolID.Malformed", "pool", Breadth.World);
}

/// <summary>
/// The pools that a Haneul is started with (<c>haneul up --pool</c>). Started with others, it gives out addresses of those from then on; what was given out of the earlier ones stays where it is.
/// </summary>
public static class PublicPools
{
    public const int Most = 16;

    /// <summary>In the order in which they are asked; the built-in one last.</summary>
    public static IEnumerable<Cidr> All(Scope scope) => scope.All<PublicPool>().OrderBy(p => p.Order).Select(p => p.Block).Append(AddressPools.Elastic);

    /// <summary>Faults for blocks that cannot be pools.</summary>
    public static void Check(IReadOnlyList<Cidr> blocks)
    {
        if (blocks.Count > Most) throw Fault.Invalid("pool", $"{blocks.Count} pools", $"At most {Most} can be named");
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (block.IsV6) throw Refused(block, "A pool is a block of IPv4 addresses such as 50.1.1.0/24");
            if (block.Length < 8) throw Refused(block, "A pool is a /8 or smaller");
            if (SpecialAddresses.NotCarried.FirstOrDefault(block.Overlaps) is { Length: > 0 } special) throw Refused(block, $"{special} is not carried by the internet; take a public block such as 50.1.1.0/24");
            if (block.Overlaps(AddressPools.Elastic) || block.Overlaps(AddressPools.Outside)) throw Refused(block, $"{AddressPools.Elastic} is a pool anyway, and {AddressPools.Outside} is the outside's; take another block such as 50.1.1.0/24");
            if (block.Contains(SpecialAddresses.SomewhereV4)) throw Refused(block, $"{SpecialAddresses.SomewhereV4} in it stands for any host on the internet; take another block such as 50.1.1.0/24");
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (blocks[earlier].Overlaps(block)) throw Refused(block, $"It overlaps the pool {blocks[earlier]}");
            }
        }
    }

    /// <summary>From now on these are the pools.</summary>
    public static void Set(Draft draft, IReadOnlyList<Cidr> blocks)
    {
        Check(blocks);
        foreach (var pool in draft.All<PublicPool>().Where(p => !blocks.Contains(p.Block)).ToList()) draft.Remove(pool.Id);
        for (var i = 0; i < blocks.Count; i++)
        {
            var pool = new PublicPool(new Id<PublicPool>(blocks[i].ToString()), blocks[i], i);
            if (draft.Find<PublicPool>(pool.Id) != pool) draft.Put(pool);
        }
    }

    private static Fault Refused(Cidr block, string wanted) => Fault.Invalid("pool", block.ToString(), wanted);
}
