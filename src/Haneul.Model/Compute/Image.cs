namespace Haneul.Model;

/// <summary>A machine image: what an instance boots from.</summary>
public sealed record Image : IResource<Image>
{
    public static Kind Kind { get; } = new("image", "ami", "image", "InvalidAMIID.NotFound", "InvalidAMIID.Malformed", "image id");

    public required Id<Image> Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string OwnerId { get; init; }

    /// <summary>amazon, aws-marketplace; absent for accounts that AWS has given no alias.</summary>
    public string? OwnerAlias { get; init; }

    /// <summary>x86_64 or arm64.</summary>
    public required string Architecture { get; init; }

    public required string RootDeviceName { get; init; }

    public required int RootSizeGiB { get; init; }

    public required string RootVolumeType { get; init; }

    public required string SnapshotId { get; init; }

    public required DateTimeOffset CreationDate { get; init; }

    /// <summary>AWS's words: <c>Linux/UNIX</c>, <c>Windows</c>.</summary>
    public string PlatformDetails { get; init; } = "Linux/UNIX";

    /// <summary>The billing code that goes with the platform.</summary>
    public string UsageOperation { get; init; } = "RunInstances";

    /// <summary>legacy-bios, uefi or uefi-preferred.</summary>
    public string? BootMode { get; init; }

    /// <summary>Instances of the image ask for IMDSv2 unless told otherwise.</summary>
    public bool RequiresImdsV2 { get; init; }

    public bool IsPublic { get; init; } = true;

    /// <summary>The root filesystem, by its name on this machine, that its instances stand on in kernel mode; absent: the machine's own programs.</summary>
    public string? RootFilesystem { get; init; }

    public bool IsWindows => PlatformDetails.StartsWith("Windows", StringComparison.Ordinal);

    /// <summary>AWS deprecates public images two years after they were made, at the latest.</summary>
    public DateTimeOffset DeprecationTime => CreationDate.AddYears(2);
}
