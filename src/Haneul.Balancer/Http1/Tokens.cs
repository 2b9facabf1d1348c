using System.Buffers;

namespace Haneul.Balancer;

/// <summary>Which bytes may stand where: RFC 9110, sections 5.5 and 5.6.2.</summary>
internal static class Tokens
{
    /// <summary>What a value must not hold: control characters except the tab.</summary>
    public static readonly SearchValues<byte> Controls = SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>What may stand in a target: no space, no control character. Bytes above 127 are not in the grammar, but have one meaning only.</summary>
    public static readonly SearchValues<byte> NotInTarget = SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 127]);

    /// <summary>What a host and port are written with; whatever could end or split an authority is missing.</summary>
    public static readonly SearchValues<byte> Host = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:[]%!$&'()*+,;="u8);

    private static readonly bool[] Token = Mark("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly bool[] AwsName = Mark("-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    public static bool IsToken(byte b) => Token[b];

    /// <summary>How many token characters it begins with.</summary>
    public static int Run(ReadOnlySpan<byte> bytes)
    {
        var table = Token;
        var i = 0;
        while (i < bytes.Length && table[bytes[i]]) i++;
        return i;
    }

    /// <summary>[-A-Za-z0-9]+, what routing.http.drop_invalid_header_fields.enabled lets pass.</summary>
    public static bool IsAwsName(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
        {
            if (!AwsName[b]) return false;
        }
        return !name.IsEmpty;
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t"u8);

    private static bool[] Mark(ReadOnlySpan<byte> allowed)
    {
        var table = new bool[256];
        foreach (var b in allowed) table[b] = true;
        return table;
    }
}
