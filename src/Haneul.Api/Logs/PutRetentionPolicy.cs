using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Sets how long a log group keeps what it holds. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html</summary>
public sealed record PutRetentionPolicy : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public required int RetentionInDays { get; init; }

    private static readonly int[] Allowed = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public override Nothing Apply(Draft draft)
    {
        var group = LogGroupNames.Get(draft, LogGroupName);
        if (!Allowed.Contains(RetentionInDays)) throw LogGroupNames.Invalid($"retentionInDays must be one of {string.Join(", ", Allowed)}");
        draft.Put(group with { RetentionDays = RetentionInDays });
        return Nothing.Value;
    }
}
