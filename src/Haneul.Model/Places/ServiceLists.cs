using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// AWS's own prefix lists: the addresses of services that routes and rules name. The names and weights are AWS's (https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html);
/// the blocks are not: they are cut from the upper half of <see cref="AddressPools.Outside"/>, four /24 for each region, so that a packet to a service has a destination that Haneul
/// treats as public, that belongs to nobody else, and that differs from region to region.
/// </summary>
public static class ServiceLists
{
    private static Cidr Services => AddressPools.Services;

    /// <summary>The last four /24: services that are the same in all regions.</summary>
    private const int GlobalSlot = 31;

    public static void Make(Draft draft)
    {
        var slot = Regions.All.IndexOf(Regions.Of(draft.Region));
        Put(draft, "s3", 1, Block(slot, 0, 25), Block(slot, 128, 25));
        Put(draft, "dynamodb", 1, Block(slot, 256, 24));
        Put(draft, "ec2-instance-connect", 2, Block(slot, 512, 29), Block(slot, 520, 29));
        Put(draft, "vpc-lattice", 10, Block(slot, 528, 28));
        Put(draft, "route53-healthchecks", 25, Block(slot, 544, 27));
        PutGlobal(draft, "cloudfront.origin-facing", 55, Block(GlobalSlot, 0, 24), Block(GlobalSlot, 256, 24));
        PutGlobal(draft, "groundstation", 5, Block(GlobalSlot, 512, 24));
    }

    /// <summary>The list of a service of this region (<c>s3</c>); null where it has none.</summary>
    public static PrefixList? Of(Scope scope, string service) =>
        scope.All<PrefixList>().FirstOrDefault(l => l.IsOfAws && l.Name == $"com.amazonaws.{scope.Region}.{service}");

    private static void Put(Draft draft, string service, int weight, params ReadOnlySpan<Cidr> blocks) =>
        PutNamed(draft, $"com.amazonaws.{draft.Region}.{service}", weight, blocks);

    private static void PutGlobal(Draft draft, string service, int weight, params ReadOnlySpan<Cidr> blocks) =>
        PutNamed(draft, $"com.amazonaws.global.{service}", weight, blocks);

    private static void PutNamed(Draft draft, string name, int weight, ReadOnlySpan<Cidr> blocks)
    {
        var entries = ImmutableArray.CreateBuilder<PrefixListEntry>();
        foreach (var block in blocks) entries.Add(new PrefixListEntry(block, null));
        draft.Put(new PrefixList
        {
            Id = draft.NewId<PrefixList>(), Name = name, IsV6 = false, MaxEntries = weight, Version = 1, OwnerId = PrefixList.Aws, Entries = entries.ToImmutable(),
        });
    }

    private static Cidr Block(int slot, int offset, int length) => new(Services.First + (UInt128)(slot * 1024 + offset), length);
}
