using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists volumes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html</summary>
public sealed record DescribeVolumes : DescribeQuery<DescribeVolumes.Result>
{
    public IReadOnlyList<Id<Volume>> VolumeIds { get; init; } = [];

    [NoEffect("no service manages volumes of others here")]
    public bool IncludeManagedResources { get; init; }

    public sealed record Result(IReadOnlyList<VolumeView> Volumes, string? NextToken);

    private static readonly Dictionary<string, Reads<Volume>> Known = new(StringComparer.Ordinal)
    {
        ["attachment.attach-time"] = (s, v) => [Volumes.DeviceOf(s, v) is { } d ? Scalars.Write(d.AttachTime) : null],
        ["attachment.delete-on-termination"] = (s, v) => [Volumes.DeviceOf(s, v) is { } d ? Scalars.Write(d.DeleteOnTermination) : null],
        ["attachment.device"] = (s, v) => [Volumes.DeviceOf(s, v)?.DeviceName],
        ["attachment.instance-id"] = (_, v) => [v.InstanceId?.Value],
        ["attachment.status"] = (_, v) => [v.InstanceId is null ? null : "attached"],
        ["availability-zone"] = (_, v) => [v.Zone],
        ["availability-zone-id"] = (s, v) => [Regions.Zone(s.Region, v.Zone)?.Id],
        ["create-time"] = (_, v) => [Scalars.Write(v.CreateTime)],
        ["encrypted"] = (_, v) => [Scalars.Write(v.Encrypted)],
        ["fast-restored"] = (_, _) => ["false"],
        ["multi-attach-enabled"] = (_, v) => [Scalars.Write(v.MultiAttach)],
        ["size"] = (_, v) => [Scalars.Write(v.SizeGiB)],
        ["snapshot-id"] = (_, v) => [v.SnapshotId],
        ["status"] = (_, v) => [v.State],
        ["volume-id"] = (_, v) => [v.Id.Value],
        ["volume-type"] = (_, v) => [v.Type],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Volume>(scope, scope.All<Volume>()).Named(VolumeIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(v => VolumeView.Of(scope, v))], page.NextToken);
    }
}
