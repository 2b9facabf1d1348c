using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The one type that VPN connections and their gateways have.</summary>
internal static class VpnTypes
{
    public const string Ipsec = "ipsec.1";

    public static void Require(string type)
    {
        if (type != Ipsec) throw Fault.Invalid("Type", type, $"It must be {Ipsec}");
    }

    /// <summary>An autonomous system number of the range that AWS takes.</summary>
    public static long CheckAsn(string parameter, long asn, long least = 1, long most = 4_294_967_294) =>
        asn >= least && asn <= most ? asn : throw Fault.Invalid(parameter, $"{asn}", $"It must be between {least} and {most}");
}
