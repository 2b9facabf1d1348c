using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A tier of a network (public, app, data): one subnet in each zone, all of one size.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Length">The prefix length of its subnets; absent: an equal share of what is left.</param>
public sealed record SubnetTier(string Name, int? Length = null)
{
    /// <summary>Reads <c>name</c> or <c>name/length</c> (<c>public/24</c>).</summary>
    public static SubnetTier Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        var name = slash < 0 ? text : text[..slash];
        if (string.IsNullOrWhiteSpace(name)) throw Fault.Invalid("Tier", text, "A tier is a name, or a name and a length such as public/24.");
        if (slash < 0) return new SubnetTier(name);
        if (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var length))
            throw Fault.Invalid("Tier", text, "After the slash stands a prefix length such as 24.");
        return new SubnetTier(name, length);
    }
}

/// <summary>One subnet of a plan, with the addresses that instances can have: AWS keeps the first four and the last.</summary>
public sealed record PlannedSubnet(string Tier, string Zone, Cidr Block)
{
    public UInt128 UsableAddresses => Block.SizeLessOne + 1 - Subnet.ReservedAddresses;

    public Ip FirstUsable => Block.First + (Subnet.ReservedAddresses - 1);

    public Ip LastUsable => new(Block.Last.Bits - 1, Block.IsV6);
}

/// <summary>Two blocks that share addresses: what was planned (or the whole network), and what is there already.</summary>
/// <param name="Planned">The planned subnet; absent where only the whole network overlaps.</param>
/// <param name="Block">The planned block, or the network's.</param>
/// <param name="Existing">The block that was there.</param>
public sealed record SubnetOverlap(PlannedSubnet? Planned, Cidr Block, Cidr Existing);

/// <summary>
/// A division of a VPC's block into subnets, one for each tier and zone. Sizes: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
/// (IPv4 /16 to /28; IPv6 blocks are cut into /64).
/// </summary>
public sealed record SubnetPlan(
    Cidr Block, ImmutableArray<PlannedSubnet> Subnets, ImmutableArray<Cidr> Free, ImmutableArray<SubnetOverlap> Overlaps)
{
    private const int LargestV4 = 16, SmallestV4 = 28, SubnetV6 = 64, LargestV6 = 44, MostZones = 26;

    /// <summary>The lowest block that the plan leaves unused; absent when all is used.</summary>
    public Cidr? NextFree => Free.IsEmpty ? null : Free[0];

    /// <summary>Zone letters a, b, c … for so many zones.</summary>
    public static ImmutableArray<string> Zones(int count) => count is >= 1 and <= MostZones
        ? [.. Enumerable.Range(0, count).Select(i => ((char)('a' + i)).ToString())]
        : throw Fault.Invalid("Zones", count.ToString(), $"From 1 to {MostZones} zones can be planned.");

    /// <summary>
    /// Plans a subnet for every tier in every zone. Larger subnets lie first, so that none is lost to alignment; the result is in the order of tiers, then zones.
    /// Faults: <c>InvalidVpc.Range</c>, <c>InvalidSubnet.Range</c>, <c>InvalidParameterValue</c>; what does not fit is named.
    /// </summary>
    /// <param name="block">The VPC's block.</param>
    /// <param name="zones">Names of the zones.</param>
    /// <param name="tiers">The tiers, in order.</param>
    /// <param name="existing">Blocks that are in use: overlaps with them are told.</param>
    /// <param name="around">Leave out what is in use, instead of only telling it.</param>
    public static SubnetPlan Make(
        Cidr block, ImmutableArray<string> zones, ImmutableArray<SubnetTier> tiers, IEnumerable<Cidr>? existing = null, bool around = false)
    {
        ImmutableArray<Cidr> used = [.. existing ?? []];
        Check(block, zones, tiers);
        var free = FreeBlocks.Of(block);
        if (around) free = used.Aggregate(free, (f, u) => f.Without(u));

        var share = EqualShare(block, zones.Length, tiers, free);
        var placed = Place(zones, tiers, share, free, out var rest, out var unplaced);
        if (unplaced.Count > 0) throw DoesNotFit(block, unplaced);

        ImmutableArray<PlannedSubnet> subnets =
            [.. from tier in tiers from zone in zones select new PlannedSubnet(tier.Name, zone, placed[(tier.Name, zone)])];
        return new SubnetPlan(block, subnets, rest.Blocks, OverlapsOf(block, subnets, used));
    }

    private static void Check(Cidr block, ImmutableArray<string> zones, ImmutableArray<SubnetTier> tiers)
    {
        var (largest, smallest) = block.IsV6 ? (LargestV6, SubnetV6) : (LargestV4, SmallestV4);
        if (block.Length < largest || block.Length > smallest)
            throw new Fault("InvalidVpc.Range", $"The block '{block}' is invalid: a VPC's block is between /{largest} and /{smallest}.");
        if (zones.IsEmpty || zones.Length > MostZones) throw Fault.Invalid("Zones", zones.Length.ToString(), $"From 1 to {MostZones} zones can be planned.");
        if (tiers.IsEmpty) throw Fault.Missing("Tiers");
        if (zones.Distinct().Count() < zones.Length) throw Fault.Invalid("Zones", string.Join(',', zones), "A zone is named twice.");
        if (tiers.Select(t => t.Name).Distinct().Count() < tiers.Length)
            throw Fault.Invalid("Tiers", string.Join(',', tiers.Select(t => t.Name)), "A tier is named twice.");
        foreach (var tier in tiers)
        {
            if (tier.Length is { } length && (length < block.Length || length < largest || length > smallest || block.IsV6 && length != SubnetV6))
                throw new Fault("InvalidSubnet.Range", $"The tier '{tier.Name}' cannot have subnets of /{length}: " +
                    (block.IsV6 ? $"IPv6 subnets are /{SubnetV6}." : $"in {block} they are between /{block.Length} and /{smallest}."));
        }
    }

    /// <summary>The largest size at which all tiers without a size of their own fit beside the others; the smallest that AWS allows if none does.</summary>
    private static int EqualShare(Cidr block, int zones, ImmutableArray<SubnetTier> tiers, FreeBlocks free)
    {
        if (block.IsV6) return SubnetV6;
        if (tiers.All(t => t.Length is not null)) return SmallestV4;
        for (var length = block.Length; length < SmallestV4; length++)
        {
            // Tiers times zones is counted first: a thousand tiers must not be placed a dozen times to learn that they do not fit.
            var wanted = tiers.Aggregate((UInt128)0, (sum, t) => sum + ((UInt128)zones << (32 - (t.Length ?? length))));
            if (wanted > block.SizeLessOne + 1) continue;
            Place([.. Zones(zones)], tiers, length, free, out _, out var unplaced);
            if (unplaced.Count == 0) return length;
        }
        return SmallestV4;
    }

    private static Dictionary<(string Tier, string Zone), Cidr> Place(
        ImmutableArray<string> zones, ImmutableArray<SubnetTier> tiers, int share, FreeBlocks free,
        out FreeBlocks rest, out List<(string Tier, string Zone, int Length)> unplaced)
    {
        var placed = new Dictionary<(string, string), Cidr>();
        unplaced = [];
        rest = free;
        foreach (var tier in tiers.OrderBy(t => t.Length ?? share))
        {
            var length = tier.Length ?? share;
            foreach (var zone in zones)
            {
                if (rest.TryTake(length, out var taken, out var left)) placed[(tier.Name, zone)] = taken;
                else unplaced.Add((tier.Name, zone, length));
                rest = left;
            }
        }
        return placed;
    }

    private static Fault DoesNotFit(Cidr block, List<(string Tier, string Zone, int Length)> unplaced)
    {
        var named = string.Join(", ", unplaced.Take(10).Select(u => $"{u.Tier} in {u.Zone} (/{u.Length})"));
        var more = unplaced.Count > 10 ? $" and {unplaced.Count - 10} more" : "";
        return Fault.Invalid("CidrBlock", block.ToString(), $"No room is left for {named}{more}.");
    }

    private static ImmutableArray<SubnetOverlap> OverlapsOf(Cidr block, ImmutableArray<PlannedSubnet> subnets, ImmutableArray<Cidr> existing)
    {
        var found = ImmutableArray.CreateBuilder<SubnetOverlap>();
        foreach (var used in existing.Distinct().Order())
        {
            var hit = subnets.Where(s => s.Block.Overlaps(used)).Select(s => new SubnetOverlap(s, s.Block, used)).ToList();
            if (hit.Count > 0) found.AddRange(hit);
            else if (block.Overlaps(used)) found.Add(new SubnetOverlap(null, block, used));
        }
        return found.ToImmutable();
    }
}
