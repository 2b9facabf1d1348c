using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Lists an alarm's tags. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html</summary>
public sealed record ListTagsForResource : Query<ListTagsForResource.Result>
{
    [Wire("ResourceARN")]
    public required string ResourceArn { get; init; }

    public sealed record Result(IReadOnlyList<AlarmTag> Tags);

    public override Result Answer(Scope scope) => new([.. Alarms.OfArn(scope, ResourceArn).Tags.Select(t => new AlarmTag { Key = t.Key, Value = t.Value })]);
}
