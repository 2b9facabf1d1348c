namespace Haneul.Scaling.Groups;

/// <summary>Something of a group that is otherwise than it was, as <c>haneul groups --follow --json</c> prints it.</summary>
/// <param name="Time">When it was noticed.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Account">Whose.</param>
/// <param name="Region">Where.</param>
/// <param name="Kind">group, size, metric, alarm, instance, health, protection, target or activity.</param>
/// <param name="Subject">What of it: an instance's id, an alarm's name …</param>
/// <param name="Before">Absent: it is new.</param>
/// <param name="After">Absent: it is gone.</param>
/// <param name="Why">What is known of the reason.</param>
internal sealed record GroupChange(DateTimeOffset Time, string Group, string Account, string Region, string Kind, string Subject, string? Before, string? After, string? Why = null);
