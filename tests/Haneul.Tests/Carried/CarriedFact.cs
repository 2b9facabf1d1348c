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

/// <summary>As <see cref="CarriedFactAttribute"/>, run where HANEUL_LONG is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongCarriedFactAttribute : FactAttribute
{
    public LongCarriedFactAttribute(params string[] more) => Skip = Environment.GetEnvironmentVariable("HANEUL_LONG") is null or "" or "0" ? "takes minutes: set HANEUL_LONG=1" : CarriedFactAttribute.WhyNot(more);
}
