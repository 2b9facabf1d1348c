using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An image as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html</summary>
public sealed record ImageView
{
    public required Id<Image> ImageId { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string ImageLocation { get; init; }

    [Wire("imageOwnerId")]
    public required string OwnerId { get; init; }

    public string? ImageOwnerAlias { get; init; }

    [Wire("isPublic")]
    public required bool Public { get; init; }

    [Wire("imageState")]
    public string State { get; } = "available";

    public string ImageType { get; } = "machine";

    public required string Architecture { get; init; }

    public string Hypervisor { get; } = "xen";

    public string VirtualizationType { get; } = "hvm";

    public required DateTimeOffset CreationDate { get; init; }

    public required DateTimeOffset DeprecationTime { get; init; }

    public string? Platform { get; init; }

    public required string PlatformDetails { get; init; }

    public required string UsageOperation { get; init; }

    public string? BootMode { get; init; }

    public string? ImdsSupport { get; init; }

    public bool EnaSupport { get; } = true;

    public string SriovNetSupport { get; } = "simple";

    public string DeregistrationProtection { get; } = "disabled";

    public bool ImageAllowed { get; } = true;

    public string RootDeviceType { get; } = "ebs";

    public required string RootDeviceName { get; init; }

    [Wire("blockDeviceMapping")]
    public required IReadOnlyList<ImageDeviceView> BlockDeviceMappings { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static ImageView Of(Scope scope, Image image) => new()
    {
        ImageId = image.Id,
        Name = image.Name,
        Description = image.Description,
        ImageLocation = $"{image.OwnerAlias ?? image.OwnerId}/{image.Name}",
        OwnerId = image.OwnerId,
        ImageOwnerAlias = image.OwnerAlias,
        Public = image.IsPublic,
        Architecture = image.Architecture,
        CreationDate = image.CreationDate,
        DeprecationTime = image.DeprecationTime,
        Platform = image.IsWindows ? "windows" : null,
        PlatformDetails = image.PlatformDetails,
        UsageOperation = image.UsageOperation,
        BootMode = image.BootMode,
        ImdsSupport = image.RequiresImdsV2 ? "v2.0" : null,
        RootDeviceName = image.RootDeviceName,
        BlockDeviceMappings = ImageDeviceView.Of(image),
        Tags = scope.TagsFor(image.Id.Value),
    };
}

/// <summary>A device of an image.</summary>
public sealed record ImageDeviceView(string DeviceName, ImageEbsView Ebs)
{
    public static IReadOnlyList<ImageDeviceView> Of(Image image) =>
    [
        new(image.RootDeviceName, new ImageEbsView(true, image.SnapshotId, image.RootSizeGiB, image.RootVolumeType, false)
        {
            Iops = image.RootVolumeType == "gp3" ? 3000 : null, Throughput = image.RootVolumeType == "gp3" ? 125 : null,
        }),
    ];
}

/// <summary>The volume that a device of an image becomes.</summary>
public sealed record ImageEbsView(bool DeleteOnTermination, string SnapshotId, int VolumeSize, string VolumeType, bool Encrypted)
{
    public int? Iops { get; init; }

    public int? Throughput { get; init; }
}
