using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>One of AWS's regions, with the zones that an account sees.</summary>
/// <param name="Name">ap-northeast-2</param>
/// <param name="ShortName">The start of its zone ids: apne2.</param>
/// <param name="ZoneLetters">One letter for each zone.</param>
public sealed record RegionInfo(string Name, string ShortName, string ZoneLetters, bool OptIn = false)
{
    public ImmutableArray<ZoneInfo> Zones { get; } = [.. ZoneLetters.Select((letter, i) => new ZoneInfo(Name + letter, $"{ShortName}-az{i + 1}", Name))];
}

/// <summary>An availability zone: its name in an account, and the id that all accounts share.</summary>
public sealed record ZoneInfo(string Name, string Id, string Region);

/// <summary>
/// The regions and zones of AWS: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html.
/// AWS maps zone names to ids account by account; here the map is the same for all.
/// </summary>
public static class Regions
{
    public static ImmutableArray<RegionInfo> All { get; } =
    [
        new("af-south-1", "afs1", "abc", true), new("ap-east-1", "ape1", "abc", true), new("ap-northeast-1", "apne1", "acd"),
        new("ap-northeast-2", "apne2", "abcd"), new("ap-northeast-3", "apne3", "abc"), new("ap-south-1", "aps1", "abc"),
        new("ap-south-2", "aps2", "abc", true), new("ap-southeast-1", "apse1", "abc"), new("ap-southeast-2", "apse2", "abc"),
        new("ap-southeast-3", "apse3", "abc", true), new("ap-southeast-4", "apse4", "abc", true), new("ca-central-1", "cac1", "abd"),
        new("ca-west-1", "caw1", "abc", true), new("eu-central-1", "euc1", "abc"), new("eu-central-2", "euc2", "abc", true),
        new("eu-north-1", "eun1", "abc"), new("eu-south-1", "eus1", "abc", true), new("eu-south-2", "eus2", "abc", true),
        new("eu-west-1", "euw1", "abc"), new("eu-west-2", "euw2", "abc"), new("eu-west-3", "euw3", "abc"),
        new("il-central-1", "ilc1", "abc", true), new("me-central-1", "mec1", "abc", true), new("me-south-1", "mes1", "abc", true),
        new("sa-east-1", "sae1", "abc"), new("us-east-1", "use1", "abcdef"), new("us-east-2", "use2", "abc"),
        new("us-west-1", "usw1", "ab"), new("us-west-2", "usw2", "abcd"),
    ];

    private static readonly FrozenDictionary<string, RegionInfo> ByName = All.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);

    public static bool Exists(string region) => ByName.ContainsKey(region);

    /// <summary>The region, or AWS's fault for one that is not.</summary>
    public static RegionInfo Of(string region) =>
        ByName.GetValueOrDefault(region) ?? throw new Fault("InvalidParameterValue", $"Region '{region}' does not exist");

    /// <summary>The zone of this region by name or id; null if there is none.</summary>
    public static ZoneInfo? Zone(string region, string nameOrId) =>
        ByName.TryGetValue(region, out var r) ? r.Zones.FirstOrDefault(z => z.Name == nameOrId || z.Id == nameOrId) : null;

    /// <summary>Has the region been opened for this account?</summary>
    public static bool IsOpen(Scope scope) => scope.All<OpenRegion>().Count > 0;

    /// <summary>Opens the region for this account: default DHCP options, AWS's prefix lists, the default VPC. Does nothing the second time.</summary>
    public static void Open(Draft draft)
    {
        if (IsOpen(draft)) return;
        draft.Put(new OpenRegion(new Id<OpenRegion>(draft.Region), draft.Now));
        DefaultNetwork.Make(draft);
    }
}

/// <summary>Marks a region that an account has used; the id is the region's name.</summary>
public sealed record OpenRegion(Id<OpenRegion> Id, DateTimeOffset Since) : IResource<OpenRegion>
{
    public static Kind Kind { get; } = new("open-region", "", "", "InvalidRegion", "InvalidRegion", "region");
}
