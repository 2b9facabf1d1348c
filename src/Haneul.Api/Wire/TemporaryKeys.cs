using System.Security.Cryptography;
using System.Text;

namespace Haneul.Api.Wire;

/// <summary>
/// Access keys of temporary credentials that say of themselves whose account they are: as AWS's do, the number is in the characters behind the four letters, in base 32 (RFC 4648) from the second bit on. What follows shows that Haneul made the key: of a key of AWS's nothing is read.
/// </summary>
public static class TemporaryKeys
{
    private const string Prefix = "ASIA";
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Bytes = 10;

    /// <summary>A key for an account (12 digits); the same for the same chance.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="chance">Seven bits of it are used.</param>
    public static string Make(string account, byte chance)
    {
        var key = new byte[Bytes];
        var number = (UInt128)ulong.Parse(account, System.Globalization.CultureInfo.InvariantCulture) << 7 | (uint)(chance & 127) | (UInt128)1 << 47;
        for (var i = 0; i < 6; i++) key[i] = (byte)(number >> (40 - 8 * i));
        Mark(key).CopyTo(key, 6);
        var text = new StringBuilder(Prefix);
        for (var bit = 0; bit < 8 * Bytes; bit += 5) text.Append(Digits[(key[bit / 8] << 8 | (bit / 8 + 1 < Bytes ? key[bit / 8 + 1] : 0)) >> (11 - bit % 8) & 31]);
        return text.ToString();
    }

    /// <summary>The account of a key that Haneul made; null of any other.</summary>
    public static string? AccountOf(string? accessKey)
    {
        if (accessKey is null || accessKey.Length != Prefix.Length + 8 * Bytes / 5 || !accessKey.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        UInt128 bits = 0;
        foreach (var c in accessKey.AsSpan(Prefix.Length))
        {
            var digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0) return null;
            bits = bits << 5 | (uint)digit;
        }
        var key = new byte[Bytes];
        for (var i = 0; i < Bytes; i++) key[i] = (byte)(bits >> (8 * (Bytes - 1 - i)));
        return Mark(key).AsSpan().SequenceEqual(key.AsSpan(6)) ? $"{(ulong)(bits >> 39) & 0xff_ffff_ffff:000000000000}" : null;
    }

    private static byte[] Mark(byte[] key) => SHA256.HashData([.. "haneul"u8, .. key.AsSpan(0, 6)])[..4];
}
