using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>A log group as CloudWatch Logs answers it; times are milliseconds since 1970. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html</summary>
public sealed record LogGroupView
{
    public required string LogGroupName { get; init; }

    public required long CreationTime { get; init; }

    public int? RetentionInDays { get; init; }

    public required int MetricFilterCount { get; init; }

    /// <summary>Ends with <c>:*</c>, as permissions want it.</summary>
    public required string Arn { get; init; }

    public required long StoredBytes { get; init; }

    public string? KmsKeyId { get; init; }

    public required string LogGroupClass { get; init; }

    public required string LogGroupArn { get; init; }

    public static LogGroupView Of(Scope scope, LogGroup group, ILogEvents events) => new()
    {
        LogGroupName = group.Id.Value,
        CreationTime = group.CreateTime.ToUnixTimeMilliseconds(),
        RetentionInDays = group.RetentionDays,
        MetricFilterCount = 0,
        Arn = LogGroupNames.ArnOf(scope, group) + ":*",
        StoredBytes = events.BytesOf(LogKeys.Of(scope.Place, group)),
        KmsKeyId = group.KmsKeyId,
        LogGroupClass = group.Class,
        LogGroupArn = LogGroupNames.ArnOf(scope, group),
    };
}
