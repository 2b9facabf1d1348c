using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Lists the tags of a log group by its ARN. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html</summary>
public sealed record ListTagsForResource : Query<ListTagsForResource.Result>
{
    public required string ResourceArn { get; init; }

    public sealed record Result(IReadOnlyDictionary<string, string> Tags);

    public override Result Answer(Scope scope) => new(LogGroupNames.Of(LogGroupNames.GetByArn(scope, ResourceArn)));
}
