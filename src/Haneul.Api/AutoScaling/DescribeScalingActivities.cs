using System.Globalization;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists what groups did, the latest first. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html</summary>
public sealed record DescribeScalingActivities : Query<DescribeScalingActivities.Result>
{
    private const int MostRecords = 100;

    public IReadOnlyList<string> ActivityIds { get; init; } = [];

    public string? AutoScalingGroupName { get; init; }

    public bool IncludeDeletedGroups { get; init; }

    public int? MaxRecords { get; init; }

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<ActivityView> Activities, string? NextToken);

    public override Result Answer(Scope scope)
    {
        if (AutoScalingGroupName is { } name && !IncludeDeletedGroups) ScalingLookups.Group(scope, name);
        var rows = AutoScalingGroupName is null ? scope.All<ScalingActivity>() : scope.All<ScalingActivity>().Marked(AutoScalingGroupName);
        var seen = rows.Where(a => ActivityIds.Count == 0 || ActivityIds.Contains(a.Id.Value)).Where(a => IncludeDeletedGroups || scope.TryFind(a.GroupId, out var g) && g.Uuid == a.GroupUuid)
            .OrderByDescending(a => a.StartTime).ThenByDescending(a => a.Id).ToList();
        // In the order of time; the token is how many were told.
        var from = NextToken is null ? 0 : int.TryParse(NextToken, CultureInfo.InvariantCulture, out var told) && told >= 0 ? told : throw new Fault("InvalidNextToken", "The token was not given out by this action");
        var most = MaxRecords is > 0 and <= MostRecords ? MaxRecords.Value : MostRecords;
        return new Result([.. seen.Skip(from).Take(most).Select(a => ActivityView.Of(scope, a))], seen.Count > from + most ? (from + most).ToString(CultureInfo.InvariantCulture) : null);
    }
}
