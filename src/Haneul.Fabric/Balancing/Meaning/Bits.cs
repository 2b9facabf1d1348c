namespace Haneul.Fabric;

/// <summary>Sets of small numbers as words of 64 bits.</summary>
internal static class Bits
{
    public static ulong[] Of(IEnumerable<int> members, int words)
    {
        var set = new ulong[words];
        foreach (var member in members) set[member >> 6] |= 1UL << member;
        return set;
    }
}
