namespace Haneul.Model;

/// <summary>
/// Something that a group did, or is doing. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Activity.html
/// </summary>
public sealed record ScalingActivity : IResource<ScalingActivity>, IMarked, IFading
{
    public static Kind Kind { get; } = new("scaling-activity", "", "", "ValidationError", "ValidationError", "activity");

    public required Id<ScalingActivity> Id { get; init; }

    public required Id<ScalingGroup> GroupId { get; init; }

    /// <summary>Its group's ARN: names are given again.</summary>
    public required string GroupUuid { get; init; }

    public required string Description { get; init; }

    public required string Cause { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>AWS's word: InProgress, Successful, Failed, Cancelled, …</summary>
    public required string Status { get; init; }

    public string? StatusMessage { get; init; }

    public int Progress { get; init; }

    public string? Details { get; init; }

    /// <summary>AWS keeps them for six weeks.</summary>
    public DateTimeOffset? ForgottenAt => EndTime?.AddDays(42);

    IEnumerable<string> IMarked.Marks => [GroupId.Value];
}
