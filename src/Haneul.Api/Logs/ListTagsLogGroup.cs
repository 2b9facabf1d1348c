using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Lists the tags of a log group by its name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html</summary>
public sealed record ListTagsLogGroup : Query<ListTagsLogGroup.Result>
{
    public required string LogGroupName { get; init; }

    public sealed record Result(IReadOnlyDictionary<string, string> Tags);

    public override Result Answer(Scope scope) => new(LogGroupNames.Of(LogGroupNames.Get(scope, LogGroupName)));
}
