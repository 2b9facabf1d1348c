using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A named list of blocks that routes and rules can point to; the account's own, or AWS's for its services.</summary>
public sealed record PrefixList : IResource<PrefixList>, ITransient
{
    /// <summary>The owner of AWS's own lists.</summary>
    public const string Aws = "AWS";

    public static Kind Kind { get; } = new(
        "prefix-list", "pl", "prefix-list", "InvalidPrefixListID.NotFound", "InvalidPrefixListId.Malformed", "prefix list ID");

    public required Id<PrefixList> Id { get; init; }

    public required string Name { get; init; }

    public required bool IsV6 { get; init; }

    /// <summary>What it counts as in rules and routes; of AWS's own lists, the weight that AWS states for them.</summary>
    public required int MaxEntries { get; init; }

    /// <summary>Counts the changes of the entries; the entries of every version are kept.</summary>
    public required int Version { get; init; }

    /// <summary>The account, or <c>AWS</c>.</summary>
    public required string OwnerId { get; init; }

    public string State { get; init; } = "create-complete";

    public string? StateMessage { get; init; }

    public ImmutableArray<PrefixListEntry> Entries { get; init; } = [];

    /// <summary>Entries of earlier versions, by version.</summary>
    public ImmutableSortedDictionary<int, ImmutableArray<PrefixListEntry>> History { get; init; } =
        ImmutableSortedDictionary<int, ImmutableArray<PrefixListEntry>>.Empty;

    public bool IsOfAws => OwnerId == Aws;

    public bool IsChanging => State.EndsWith("-in-progress", StringComparison.Ordinal);

    public Report? Settled(Place place) => IsChanging ? new PrefixListIsDone(place, Id) : null;
}

/// <summary>A block of a prefix list.</summary>
public sealed record PrefixListEntry(Cidr Block, string? Description);
