using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The health of volumes, which are always well. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeStatus.html</summary>
public sealed record DescribeVolumeStatus : DescribeQuery<DescribeVolumeStatus.Result>
{
    public IReadOnlyList<Id<Volume>> VolumeIds { get; init; } = [];

    public sealed record Result([property: Wire("volumeStatusSet")] IReadOnlyList<VolumeStatusView> VolumeStatuses, string? NextToken);

    private static readonly Dictionary<string, Reads<Volume>> Known = new(StringComparer.Ordinal)
    {
        ["availability-zone"] = (_, v) => [v.Zone],
        ["volume-status.status"] = (_, _) => ["ok"],
        ["volume-status.details-status"] = (_, _) => ["passed"],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Volume>(scope, scope.All<Volume>()).Named(VolumeIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(v => new VolumeStatusView(v.Id, v.Zone, new StatusSummary("ok", [new StatusDetail("io-enabled", "passed")])))], page.NextToken);
    }
}

/// <summary>How a volume is.</summary>
public sealed record VolumeStatusView(Id<Volume> VolumeId, string AvailabilityZone, StatusSummary VolumeStatus);
