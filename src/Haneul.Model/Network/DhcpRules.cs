using System.Globalization;

namespace Haneul.Model;

/// <summary>Which DHCP options there are and what they take. https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html</summary>
public static class DhcpRules
{
    /// <summary>Faults unless it is an option that AWS knows, with values that it takes.</summary>
    public static void Check(string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0) throw Fault.Invalid("DhcpConfiguration.Value", key, "An option needs a value");
        var isWell = key switch
        {
            "domain-name" => values.Count == 1 && values[0].Length is > 0 and <= 255,
            "domain-name-servers" => values.Count <= 8 && values.All(v => v == "AmazonProvidedDNS" || Ip.TryParse(v, out _)),
            "ntp-servers" => values.Count <= 8 && values.All(v => Ip.TryParse(v, out _)),
            "netbios-name-servers" => values.Count <= 4 && values.All(v => Ip.TryParse(v, out var ip) && !ip.IsV6),
            "netbios-node-type" => values is ["1" or "2" or "4" or "8"],
            "ipv6-address-preferred-lease-time" => values.Count == 1 && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var s) && s >= 140,
            _ => throw Fault.Invalid(
                "DhcpConfiguration.Key", key,
                "It must be domain-name, domain-name-servers, ntp-servers, netbios-name-servers, netbios-node-type or ipv6-address-preferred-lease-time"),
        };
        if (!isWell) throw Fault.Invalid(key, string.Join(", ", values), "The option does not take this");
    }
}
