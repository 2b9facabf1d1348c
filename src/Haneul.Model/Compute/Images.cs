using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Haneul.Model;

/// <summary>
/// The images that every region has: the ones people name in their first example. An image's id is derived from its region and name, so it is the same on every machine and in every run.
/// </summary>
public static class Images
{
    private static readonly ConcurrentDictionary<string, ImmutableArray<Image>> ByRegion = new(StringComparer.Ordinal);

    /// <summary>The catalogue of a region, newest last.</summary>
    public static ImmutableArray<Image> CatalogueOf(string region) =>
        ByRegion.GetOrAdd(region, static r => [.. ImageCatalogue.Rows.Select(row => Make(r, row)).OrderBy(i => i.CreationDate)]);

    /// <summary>All images that a caller can see: the catalogue and the account's own.</summary>
    public static IEnumerable<Image> Visible(Scope scope) => CatalogueOf(scope.Region).Concat(scope.All<Image>());

    public static Image? Find(Scope scope, Id<Image> id) => Visible(scope).FirstOrDefault(i => i.Id == id);

    /// <summary>The image, or AWS's fault with a hint, for ids copied from an example exist on AWS but not here.</summary>
    public static Image Get(Scope scope, Id<Image> id) => Find(scope, id) ?? throw new Fault(
        Image.Kind.NotFound,
        $"The image id '[{id}]' does not exist. Haneul knows a catalogue of images: find one with DescribeImages (owners amazon, 099720109477, …) or by the SSM parameter {ImageParameters.Example}");

    /// <summary>Registers an image of the account's own whose instances stand on a root filesystem of this machine.</summary>
    public static Image Register(Draft draft, string name, string architecture)
    {
        if (draft.All<Image>().Any(i => i.Name == name)) throw new Fault("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by an AMI of this account in {draft.Place.Region}");
        return draft.Put(new Image
        {
            Id = draft.NewId<Image>(),
            Name = name,
            Description = $"The root filesystem {name} of this machine",
            OwnerId = draft.Place.Account,
            Architecture = architecture,
            RootDeviceName = "/dev/xvda",
            RootSizeGiB = 8,
            RootVolumeType = "gp3",
            SnapshotId = draft.NewId("snap"),
            CreationDate = draft.Now,
            IsPublic = false,
            RootFilesystem = name,
        });
    }

    public static Id<Image> IdOf(string region, string name) => new($"ami-0{Digest(region, name)}");

    private static Image Make(string region, CatalogueRow row)
    {
        var isWindows = row.Name.StartsWith("Windows", StringComparison.Ordinal);
        return new Image
        {
            Id = IdOf(region, row.Name),
            Name = row.Name,
            Description = row.Description,
            OwnerId = row.Owner,
            OwnerAlias = row.Alias,
            Architecture = row.Architecture,
            RootDeviceName = row.RootDevice,
            RootSizeGiB = row.SizeGiB,
            RootVolumeType = row.VolumeType,
            SnapshotId = $"snap-0{Digest(region, "snapshot of " + row.Name)}",
            CreationDate = DateTimeOffset.Parse(row.Created + "T00:00:00Z", CultureInfo.InvariantCulture),
            PlatformDetails = isWindows ? "Windows" : row.Name.StartsWith("RHEL", StringComparison.Ordinal) ? "Red Hat Enterprise Linux" : "Linux/UNIX",
            UsageOperation = isWindows ? "RunInstances:0002" : row.Name.StartsWith("RHEL", StringComparison.Ordinal) ? "RunInstances:0010" : "RunInstances",
            BootMode = row.BootMode,
            RequiresImdsV2 = row.RequiresImdsV2,
        };
    }

    private static string Digest(string region, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{region}/{name}")))[..16];
}
