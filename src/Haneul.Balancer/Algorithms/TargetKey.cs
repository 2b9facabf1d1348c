namespace Haneul.Balancer;

/// <summary>What names a target or a group in cookies: 64 bits of its id (FNV-1a, RFC 9923), the same in every process. Cookies are sealed, so nobody can look for ids that meet.</summary>
public static class TargetKey
{
    public static ulong Of(string id)
    {
        var hash = 0xCBF2_9CE4_8422_2325UL;
        foreach (var c in id) hash = (hash ^ c) * 0x0000_0100_0000_01B3UL;
        return hash;
    }
}
