using System.Buffers.Binary;
using System.Net;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Haneul.Io;

/// <summary>An address and port as the kernel has them: struct sockaddr_in and sockaddr_in6, ip(7) and ipv6(7).</summary>
[InlineArray(28)]
public struct KernelAddress
{
    private const ushort V4Family = 2;
    private const ushort V6Family = 10;
    private byte _first;

    public readonly int Length => IsV6 ? 28 : 16;

    public readonly bool IsV6 => Family == V6Family;

    private readonly ushort Family => BitConverter.ToUInt16(this[..2]);

    public readonly int Port => BinaryPrimitives.ReadUInt16BigEndian(this[2..4]);

    /// <summary>Four or sixteen bytes.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => IsV6 ? this[8..24] : this[4..8];

    public static KernelAddress Of(IPAddress address, int port)
    {
        KernelAddress made = default;
        var v6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        BitConverter.TryWriteBytes(made[..2], v6 ? V6Family : V4Family);
        BinaryPrimitives.WriteUInt16BigEndian(made[2..4], (ushort)port);
        address.TryWriteBytes(v6 ? made[8..24] : made[4..8], out _);
        return made;
    }

    public readonly IPEndPoint ToEndPoint() => new(new IPAddress(Bytes), Port);
}
