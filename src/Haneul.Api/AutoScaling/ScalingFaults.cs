using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Auto Scaling's faults. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html</summary>
internal static class ScalingFaults
{
    public static Fault Invalid(string message) => new("ValidationError", message);

    public static Fault Exists(string message) => new("AlreadyExists", message);

    public static Fault InUse(string message) => new("ResourceInUse", message);

    /// <summary>What Haneul does not do is refused, never taken as if it were done.</summary>
    public static Fault NotEmulated(string what) => new("UnsupportedOperation", $"{what} not emulated by Haneul");
}
