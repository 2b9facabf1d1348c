using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>CloudWatch's faults. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html</summary>
internal static class MonitoringFaults
{
    public static Fault Invalid(string message) => new("ValidationError", message);

    public static Fault Value(string message) => new("InvalidParameterValue", message);

    /// <summary>What Haneul does not do is refused, never taken as if it were done.</summary>
    public static Fault NotEmulated(string what) => new("UnsupportedOperation", $"{what} not emulated by Haneul");
}
