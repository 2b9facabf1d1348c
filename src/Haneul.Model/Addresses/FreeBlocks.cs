using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What is left of a block of addresses, as the fewest aligned blocks, lowest first. Immutable: taking from it makes a new one.</summary>
public sealed class FreeBlocks
{
    private FreeBlocks(ImmutableArray<Cidr> blocks) => Blocks = blocks;

    /// <summary>Disjoint, in order of address.</summary>
    public ImmutableArray<Cidr> Blocks { get; }

    public static FreeBlocks Of(Cidr whole) => new([whole]);

    /// <summary>What is left when nothing of this block may be used; a block elsewhere takes nothing away.</summary>
    public FreeBlocks Without(Cidr used)
    {
        if (!Blocks.Any(b => b.Overlaps(used))) return this;
        return new([.. Blocks.SelectMany(b => Subtract(b, used))]);
    }

    /// <summary>The lowest block of this length that is still free.</summary>
    public bool TryTake(int length, out Cidr taken, out FreeBlocks rest)
    {
        foreach (var block in Blocks)
        {
            if (block.Length > length) continue;
            taken = new Cidr(block.Network, length);
            rest = Without(taken);
            return true;
        }
        taken = default;
        rest = this;
        return false;
    }

    /// <summary>Halves the block until the used part is cut out: at most one piece for each bit of the address.</summary>
    private static IEnumerable<Cidr> Subtract(Cidr from, Cidr used)
    {
        if (!from.Overlaps(used)) return [from];
        if (used.Contains(from)) return [];
        var (low, high) = from.Halves;
        return Subtract(low, used).Concat(Subtract(high, used));
    }
}
