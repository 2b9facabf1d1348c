using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the last change of each volume that was modified. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumesModifications.html</summary>
public sealed record DescribeVolumesModifications : DescribeQuery<DescribeVolumesModifications.Result>
{
    public IReadOnlyList<Id<Volume>> VolumeIds { get; init; } = [];

    public sealed record Result([property: Wire("volumeModificationSet")] IReadOnlyList<VolumeModificationView> VolumesModifications, string? NextToken);

    private static readonly Dictionary<string, Reads<Volume>> Known = new(StringComparer.Ordinal)
    {
        ["modification-state"] = (_, v) => [VolumeModificationView.Of(v)?.ModificationState],
        ["original-iops"] = (_, v) => [v.Modification?.Iops is { } n ? Scalars.Write(n) : null],
        ["original-size"] = (_, v) => [v.Modification is { } m ? Scalars.Write(m.SizeGiB) : null],
        ["original-volume-type"] = (_, v) => [v.Modification?.Type],
        ["start-time"] = (_, v) => [v.Modification is { } m ? Scalars.Write(m.StartTime) : null],
        ["target-iops"] = (_, v) => [v.Iops is { } n ? Scalars.Write(n) : null],
        ["target-size"] = (_, v) => [Scalars.Write(v.SizeGiB)],
        ["target-volume-type"] = (_, v) => [v.Type],
        ["volume-id"] = (_, v) => [v.Id.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Volume>(scope, scope.All<Volume>()).Named(VolumeIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        if (VolumeIds.Count > 0 && page.Rows.All(v => v.Modification is null))
        {
            throw new Fault("InvalidVolumeModification.NotFound", $"Modification for volume '{VolumeIds[0]}' does not exist.");
        }
        return new Result([.. page.Rows.Select(VolumeModificationView.Of).OfType<VolumeModificationView>()], page.NextToken);
    }
}
