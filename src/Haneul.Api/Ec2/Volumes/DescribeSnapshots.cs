using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the account's snapshots. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html</summary>
public sealed record DescribeSnapshots : DescribeQuery<DescribeSnapshots.Result>
{
    public IReadOnlyList<Id<Snapshot>> SnapshotIds { get; init; } = [];

    [Wire("Owner")]
    public IReadOnlyList<string> OwnerIds { get; init; } = [];

    [Wire("RestorableBy")]
    public IReadOnlyList<string> RestorableByUserIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<SnapshotView> Snapshots, string? NextToken);

    private static readonly Dictionary<string, Reads<Snapshot>> Known = new(StringComparer.Ordinal)
    {
        ["description"] = (_, s) => [s.Description],
        ["encrypted"] = (_, s) => [Scalars.Write(s.Encrypted)],
        ["owner-alias"] = (_, _) => [],
        ["owner-id"] = (scope, _) => [scope.Account],
        ["progress"] = (_, s) => [s.State == "completed" ? "100%" : ""],
        ["snapshot-id"] = (_, s) => [s.Id.Value],
        ["start-time"] = (_, s) => [Scalars.Write(s.StartTime)],
        ["status"] = (_, s) => [s.State],
        ["storage-tier"] = (_, _) => ["standard"],
        ["volume-id"] = (_, s) => [s.VolumeId.Value],
        ["volume-size"] = (_, s) => [Scalars.Write(s.SizeGiB)],
    };

    public override Result Answer(Scope scope)
    {
        bool IsOurs(string who) => who == "self" || who == scope.Account;
        IEnumerable<Snapshot> rows = scope.All<Snapshot>();
        if (OwnerIds.Count > 0 && !OwnerIds.Any(IsOurs) || RestorableByUserIds.Count > 0 && !RestorableByUserIds.Any(IsOurs)) rows = [];
        var page = new Selection<Snapshot>(scope, rows).Named(SnapshotIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(s => SnapshotView.Of(scope, s))], page.NextToken);
    }
}
