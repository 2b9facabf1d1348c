using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A filter of Auto Scaling's Describe actions: any of the values matches.</summary>
public sealed record Filter
{
    public string? Name { get; init; }

    public IReadOnlyList<string> Values { get; init; } = [];
}
