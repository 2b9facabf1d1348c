using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An entry to add.</summary>
public sealed record AddPrefixListEntry
{
    public required Cidr Cidr { get; init; }

    public string? Description { get; init; }

    public static IReadOnlyList<PrefixListEntry> Read(IReadOnlyList<AddPrefixListEntry> entries) =>
        entries.Count <= PrefixListRequests.MostEntriesAtOnce
            ? [.. entries.Select(e => new PrefixListEntry(e.Cidr, CheckDescription(e.Description)))]
            : throw Fault.Invalid("Entries", $"{entries.Count}", $"At most {PrefixListRequests.MostEntriesAtOnce} entries can be given at once");

    private static string? CheckDescription(string? text) =>
        text is { Length: > 255 } ? throw Fault.Invalid("Description", text[..40], "It may have 255 characters at most") : text;
}

/// <summary>An entry to take away.</summary>
public sealed record RemovePrefixListEntry
{
    public required Cidr Cidr { get; init; }
}

/// <summary>What the actions that change prefix lists have in common.</summary>
internal static class PrefixListRequests
{
    public const int MostEntriesAtOnce = 100;

    private const int MostEntries = 1000;

    /// <summary>The account's own list, at rest.</summary>
    public static PrefixList Changeable(Scope scope, Id<PrefixList> id)
    {
        var list = scope.Get(id);
        if (list.IsOfAws) throw new Fault("OperationNotPermitted", $"Prefix list {id} is managed by AWS and cannot be changed");
        if (list.IsChanging) throw Fault.State($"The request cannot be completed while prefix list {id} is in the current state ({list.State})");
        return list;
    }

    public static void RequireVersion(PrefixList list, long? version)
    {
        if (version is { } v && v != list.Version) throw new Fault("PrefixListVersionMismatch", $"The prefix list has the incorrect version number: {list.Id} has version {list.Version}");
    }

    public static string CheckName(string name)
    {
        if (name.Length is 0 or > 255) throw Fault.Invalid("PrefixListName", name[..Math.Min(40, name.Length)], "It must have 1 to 255 characters");
        if (name.StartsWith("com.amazonaws", StringComparison.Ordinal)) throw Fault.Invalid("PrefixListName", name, "Names that start with com.amazonaws are AWS's");
        return name;
    }

    public static int CheckMost(int most) => most is >= 1 and <= MostEntries ? most : throw Fault.Invalid("MaxEntries", $"{most}", $"It must be between 1 and {MostEntries}");
}
