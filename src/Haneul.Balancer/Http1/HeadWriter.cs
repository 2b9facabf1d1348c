using System.Buffers.Text;

namespace Haneul.Balancer;

/// <summary>Puts the parts of a head behind each other. Who makes one gives it room for the largest head that there can be.</summary>
internal ref struct HeadWriter(Span<byte> room)
{
    private readonly Span<byte> _room = room;

    public int Length { get; private set; }

    public void Put(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_room[Length..]);
        Length += bytes.Length;
    }

    public void Put(byte b) => _room[Length++] = b;

    public void Put(long number)
    {
        Utf8Formatter.TryFormat(number, _room[Length..], out var written);
        Length += written;
    }

    /// <summary>A header's line.</summary>
    public void Put(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Put(name);
        Put(": "u8);
        Put(value);
        Put("\r\n"u8);
    }

    public void PutLower(scoped ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) _room[Length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
    }

    public readonly ReadOnlySpan<byte> Written => _room[..Length];
}
