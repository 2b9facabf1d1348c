using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Names and numbers that follow from an object's id alone, so that a daemon that starts again finds what an earlier one made.</summary>
public static class PlanNames
{
    public const string Internet = "internet";

    /// <summary>Stands for every public address that nobody in this world holds.</summary>
    public const string Anyone = "anyone";

    private static readonly Ip AnyoneV4 = Ip.Parse("192.0.0.8"), AnyoneV6 = Ip.Parse("100::1");

    /// <summary>The address at which "anyone" answers, which nobody else ever sees: the dummy address of RFC 7600, and one of the discard prefix of RFC 6666.</summary>
    public static Ip AnyoneAddress(bool v6) => v6 ? AnyoneV6 : AnyoneV4;

    /// <summary>Of an id, in the name of a device.</summary>
    private const int Digits = 14;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Where a VPC meets the internet: its internet gateway and egress-only gateway.</summary>
    public static string Edge(string vpcId) => $"edge-{vpcId}";

    public static string Home(string name) => $"home-{name}";

    public static string OutsideHost(string name) => $"outside-{name}";

    /// <summary>A host of the cloud's own on the internet.</summary>
    public static string CloudHost(string name) => $"cloud-{name}";

    /// <summary>A load balancer's node, by its interface.</summary>
    public static string BalancerNode(string interfaceId) => $"lb-{interfaceId}";

    public static bool IsBalancerNode(string name) => name.StartsWith("lb-", StringComparison.Ordinal);

    /// <summary>An endpoint of a gateway balancer, by its interface.</summary>
    public static string ApplianceEntry(string interfaceId) => $"gwlbe-{interfaceId}";

    /// <summary>The device of an interface in its VPC's namespace.</summary>
    public static string PortDevice(string interfaceId) => Device('e', interfaceId);

    /// <summary>The device of a peering in both VPCs' namespaces.</summary>
    public static string LinkDevice(string peeringId) => Device('p', peeringId);

    /// <summary>A device name: a letter and 14 characters of the id or of its hash (the kernel takes 15).</summary>
    public static string Device(char letter, string id)
    {
        var tail = id.AsSpan(id.LastIndexOf('-') + 1);
        var isHex = tail.Length >= Digits && !tail.ContainsAnyExcept(HexDigits);
        return string.Concat(new ReadOnlySpan<char>(in letter), isHex ? tail[^Digits..] : Hash(id).AsSpan(0, Digits));
    }

    /// <summary>A number for a device group, routing table or mark: from the id (its FNV-1a hash: this is asked for every port), away from the small ones that Linux has given meaning.</summary>
    public static uint Number(string id)
    {
        var hash = 0xcbf2_9ce4_8422_2325;
        foreach (var c in id) hash = (hash ^ c) * 0x100_0000_01b3;
        return ((uint)(hash ^ (hash >> 32)) & 0x7fff_ffff) | 0x1000;
    }

    /// <summary>An Ethernet address of local administration for what AWS gives none.</summary>
    public static Mac MacOf(string id) =>
        new(0x0200_0000_0000 | (ulong.Parse(Hash(id)[..10], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & 0x00ff_ffff_ffff));

    /// <summary>A chain for a stage whose name may be too long.</summary>
    public static string Chain(string stage) => $"union-{Hash(stage)[..16]}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
