using System.Collections.Immutable;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>CloudWatch's statistics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html</summary>
internal static class Statistics
{
    public static ImmutableArray<string> All { get; } = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];
}
