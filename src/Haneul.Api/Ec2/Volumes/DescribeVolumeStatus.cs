using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The health of volumes: impaired where their zone has failed, else well. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeStatus.html</summary>
public sealed record DescribeVolumeStatus : DescribeQuery<DescribeVolumeStatus.Result>
{
    public IReadOnlyList<Id<Volume>> VolumeIds { get; init; } = [];

    public sealed record Result([property: Wire("volumeStatusSet")] IReadOnlyList<VolumeStatusView> VolumeStatuses, string? NextToken);

    private static readonly Dictionary<string, Reads<Volume>> Known = new(StringComparer.Ordinal)
    {
        ["availability-zone"] = (_, v) => [v.Zone],
        ["volume-status.status"] = (s, v) => [VolumeStatusView.Status(s, v)],
        ["volume-status.details-status"] = (s, v) => [VolumeStatusView.Detail(s, v)],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Volume>(scope, scope.All<Volume>()).Named(VolumeIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(v => VolumeStatusView.Of(scope, v))], page.NextToken);
    }
}

/// <summary>How a volume is.</summary>
public sealed record VolumeStatusView(Id<Volume> VolumeId, string AvailabilityZone, VolumeStatusSummary VolumeStatus)
{
    public static VolumeStatusView Of(Scope scope, Volume v) => new(v.Id, v.Zone, new VolumeStatusSummary(Status(scope, v), [new VolumeStatusDetail("io-enabled", Detail(scope, v))]));

    internal static string Status(Scope scope, Volume v) => ZoneFailure.DarkSince(scope, v.Zone) is null ? "ok" : "impaired";

    internal static string Detail(Scope scope, Volume v) => ZoneFailure.DarkSince(scope, v.Zone) is null ? "passed" : "failed";
}

/// <summary>ok or impaired, with what was checked.</summary>
public sealed record VolumeStatusSummary(string Status, [property: Wire("details")] IReadOnlyList<VolumeStatusDetail> Details);

/// <summary>One check of a volume.</summary>
public sealed record VolumeStatusDetail(string Name, string Status);
