using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists images: the region's catalogue and the account's own. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html</summary>
public sealed record DescribeImages : DescribeQuery<DescribeImages.Result>
{
    public IReadOnlyList<Id<Image>> ImageIds { get; init; } = [];

    public IReadOnlyList<string> Owners { get; init; } = [];

    [Wire("ExecutableBy")]
    public IReadOnlyList<string> ExecutableUsers { get; init; } = [];

    [NoEffect("the catalogue's images are listed whatever their deprecation date, so that an old Haneul still finds them")]
    public bool IncludeDeprecated { get; init; }

    [NoEffect("no image is ever disabled")]
    public bool IncludeDisabled { get; init; }

    public sealed record Result([property: Wire("imagesSet")] IReadOnlyList<ImageView> Images, string? NextToken);

    private static readonly Dictionary<string, Reads<Image>> Known = new(StringComparer.Ordinal)
    {
        ["architecture"] = (_, i) => [i.Architecture],
        ["block-device-mapping.delete-on-termination"] = (_, _) => ["true"],
        ["block-device-mapping.device-name"] = (_, i) => [i.RootDeviceName],
        ["block-device-mapping.encrypted"] = (_, _) => ["false"],
        ["block-device-mapping.snapshot-id"] = (_, i) => [i.SnapshotId],
        ["block-device-mapping.volume-size"] = (_, i) => [Scalars.Write(i.RootSizeGiB)],
        ["block-device-mapping.volume-type"] = (_, i) => [i.RootVolumeType],
        ["boot-mode"] = (_, i) => [i.BootMode],
        ["creation-date"] = (_, i) => [Scalars.Write(i.CreationDate)],
        ["description"] = (_, i) => [i.Description],
        ["ena-support"] = (_, _) => ["true"],
        ["hypervisor"] = (_, _) => ["xen"],
        ["image-allowed"] = (_, _) => ["true"],
        ["image-id"] = (_, i) => [i.Id.Value],
        ["image-type"] = (_, _) => ["machine"],
        ["imds-support"] = (_, i) => [i.RequiresImdsV2 ? "v2.0" : null],
        ["is-public"] = (_, i) => [Scalars.Write(i.IsPublic)],
        ["kernel-id"] = (_, _) => [],
        ["manifest-location"] = (_, i) => [$"{i.OwnerAlias ?? i.OwnerId}/{i.Name}"],
        ["name"] = (_, i) => [i.Name],
        ["owner-alias"] = (_, i) => [i.OwnerAlias],
        ["owner-id"] = (_, i) => [i.OwnerId],
        ["platform"] = (_, i) => [i.IsWindows ? "windows" : null],
        ["platform-details"] = (_, i) => [i.PlatformDetails],
        ["product-code"] = (_, _) => [],
        ["product-code.type"] = (_, _) => [],
        ["ramdisk-id"] = (_, _) => [],
        ["root-device-name"] = (_, i) => [i.RootDeviceName],
        ["root-device-type"] = (_, _) => ["ebs"],
        ["sriov-net-support"] = (_, _) => ["simple"],
        ["state"] = (_, _) => ["available"],
        ["tpm-support"] = (_, _) => [],
        ["usage-operation"] = (_, i) => [i.UsageOperation],
        ["virtualization-type"] = (_, _) => ["hvm"],
    };

    public override Result Answer(Scope scope)
    {
        foreach (var id in ImageIds) Images.Get(scope, id);
        var rows = Images.Visible(scope).Where(i => IsOwned(scope, i) && IsExecutable(scope, i));
        var page = new Selection<Image>(scope, rows).Named(ImageIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(i => ImageView.Of(scope, i))], page.NextToken);
    }

    private bool IsOwned(Scope scope, Image image) =>
        Owners.Count == 0 || Owners.Any(o => o == image.OwnerId || o == image.OwnerAlias || o == "self" && image.OwnerId == scope.Account);

    private bool IsExecutable(Scope scope, Image image) =>
        ExecutableUsers.Count == 0 || ExecutableUsers.Any(u => u == "all" ? image.IsPublic : u == "self" && image.OwnerId == scope.Account);
}
