using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>A fact about a Haneul that carries packets, asked by real clients: needs root and those clients.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CarriedFactAttribute : FactAttribute
{
    public CarriedFactAttribute(params string[] more) => Skip = WhyNot(more);

    public static string? WhyNot(params string[] more) => Tool.WhyNot([Tool.Root, Tool.Ip, Tool.Boto3, Tool.Ssh, Tool.Curl, Tool.Ping, .. more]);
}
