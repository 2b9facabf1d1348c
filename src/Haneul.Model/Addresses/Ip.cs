using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Haneul.Model;

/// <summary>One IPv4 or IPv6 address, as a number that can be compared and counted on.</summary>
public readonly record struct Ip(UInt128 Bits, bool IsV6) : IComparable<Ip>
{
    /// <summary>The number of bits of an address of this family: 32 or 128.</summary>
    public int Width => IsV6 ? 128 : 32;

    public static Ip V4(uint bits) => new(bits, false);

    public static Ip Parse(string text) =>
        TryParse(text, out var ip) ? ip : throw new FormatException($"'{text}' is not an IPv4 or IPv6 address");

    /// <summary>Reads dotted IPv4 (four decimal parts, nothing shortened) or any RFC 4291 form of IPv6 without a zone.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ip ip)
    {
        ip = default;
        if (text is null || text.Length is 0 or > 45) return false;
        if (!text.Contains(':')) return TryParseV4(text, out ip);
        if (text.Contains('%') || text.Contains('[') || text.Contains('/') || !IPAddress.TryParse(text, out var parsed)) return false;
        if (parsed.AddressFamily != AddressFamily.InterNetworkV6) return false;
        // The platform reads a dotted tail leniently (01.2.3.4); the grammar does not.
        if (text.Contains('.') && !TryParseV4(text[(text.LastIndexOf(':') + 1)..], out _)) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        ip = new Ip(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), true);
        return true;
    }

    private static bool TryParseV4(string text, out Ip ip)
    {
        ip = default;
        uint bits = 0;
        int part = -1, parts = 0;
        foreach (var c in text)
        {
            if (c == '.')
            {
                if (part < 0) return false;
                bits = bits << 8 | (uint)part;
                part = -1;
                parts++;
            }
            else if (char.IsAsciiDigit(c))
            {
                if (part == 0) return false;
                part = part < 0 ? c - '0' : part * 10 + (c - '0');
                if (part > 255) return false;
            }
            else
            {
                return false;
            }
        }
        if (part < 0 || parts != 3) return false;
        ip = V4(bits << 8 | (uint)part);
        return true;
    }

    /// <summary>The address so many further on; after the last of its family comes the first.</summary>
    public static Ip operator +(Ip ip, UInt128 n) => new(ip.IsV6 ? ip.Bits + n : (ip.Bits + n) & uint.MaxValue, ip.IsV6);

    /// <summary>IPv4 before IPv6, then by number.</summary>
    public int CompareTo(Ip other) => IsV6 == other.IsV6 ? Bits.CompareTo(other.Bits) : IsV6.CompareTo(other.IsV6);

    public override string ToString()
    {
        if (!IsV6)
        {
            var b = (uint)Bits;
            return $"{b >> 24}.{b >> 16 & 255}.{b >> 8 & 255}.{b & 255}";
        }
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return new IPAddress(bytes).ToString();
    }
}
