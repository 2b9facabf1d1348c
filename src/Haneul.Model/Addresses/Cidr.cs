using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Haneul.Model;

/// <summary>A block of addresses in CIDR notation (RFC 4632, RFC 4291); the host bits of <see cref="Network"/> are always zero.</summary>
public readonly record struct Cidr : IComparable<Cidr>
{
    /// <summary>The block of this length that holds the address: host bits are cut off.</summary>
    public Cidr(Ip address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.Width);
        Network = new Ip(address.Bits & MaskOf(length, address.Width), address.IsV6);
        Length = length;
    }

    public Ip Network { get; }

    /// <summary>The number of network bits: 0–32 or 0–128.</summary>
    public int Length { get; }

    public bool IsV6 => Network.IsV6;

    /// <summary>The number of addresses less one (so that ::/0 fits).</summary>
    public UInt128 SizeLessOne => ~MaskOf(Length, Network.Width) & MaskOf(Network.Width, Network.Width);

    public Ip First => Network;

    public Ip Last => Network + SizeLessOne;

    /// <summary>The network mask as an address (255.255.255.0).</summary>
    public Ip Mask => new(MaskOf(Length, Network.Width), IsV6);

    public static Cidr AnyV4 { get; } = new(Ip.V4(0), 0);

    public static Cidr AnyV6 { get; } = new(new Ip(0, true), 0);

    /// <summary>The two blocks that this one is made of; a single address has no halves.</summary>
    public (Cidr Low, Cidr High) Halves
    {
        get
        {
            var low = new Cidr(Network, Length + 1);
            return (low, new Cidr(low.Last + 1, Length + 1));
        }
    }

    /// <summary>The block that holds this address alone.</summary>
    public static Cidr Host(Ip ip) => new(ip, ip.Width);

    public bool Contains(Ip ip) => ip.IsV6 == IsV6 && (ip.Bits & MaskOf(Length, ip.Width)) == Network.Bits;

    public bool Contains(Cidr inner) => inner.Length >= Length && Contains(inner.Network);

    public bool Overlaps(Cidr other) => Contains(other.Network) || other.Contains(Network);

    public static Cidr Parse(string text) =>
        TryParse(text, out var cidr) ? cidr : throw new FormatException($"'{text}' is not a CIDR block such as 10.0.0.0/16");

    /// <summary>Reads address/length; host bits may be set and are cut off.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Cidr cidr) => TryParse(text, out cidr, out _);

    /// <summary>As <see cref="TryParse(string?, out Cidr)"/>, and tells whether the text had host bits set (10.0.0.1/16).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Cidr cidr, out bool hadHostBits)
    {
        cidr = default;
        hadHostBits = false;
        var slash = text?.IndexOf('/') ?? -1;
        if (text is null || slash < 0 || !Ip.TryParse(text[..slash], out var ip)) return false;
        var digits = text.AsSpan(slash + 1);
        if (digits.Length is 0 or > 3 || digits.Length > 1 && digits[0] == '0') return false;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > ip.Width) return false;
        cidr = new Cidr(ip, length);
        hadHostBits = cidr.Network != ip;
        return true;
    }

    /// <summary>By network number, then the larger block first.</summary>
    public int CompareTo(Cidr other) => Network.CompareTo(other.Network) is var c and not 0 ? c : Length.CompareTo(other.Length);

    public override string ToString() => $"{Network}/{Length}";

    private static UInt128 MaskOf(int length, int width) =>
        length == 0 ? 0 : (UInt128.MaxValue << (128 - length)) >> (128 - width);
}
