using System.Buffers.Binary;
using System.Text;

namespace Haneul.Api.Ec2;

/// <summary>Writes ssh's binary values (RFC 4251, section 5): everything is preceded by its length.</summary>
internal sealed class SshWriter
{
    private readonly MemoryStream bytes = new();

    public SshWriter Text(string value) => Bytes(Encoding.ASCII.GetBytes(value));

    public SshWriter Bytes(ReadOnlySpan<byte> value)
    {
        Number((uint)value.Length);
        bytes.Write(value);
        return this;
    }

    /// <summary>A positive number, most significant byte first; a leading zero keeps it positive.</summary>
    public SshWriter Integer(ReadOnlySpan<byte> magnitude)
    {
        magnitude = magnitude.TrimStart((byte)0);
        return magnitude.Length > 0 && magnitude[0] >= 0x80 ? Bytes([0, .. magnitude]) : Bytes(magnitude);
    }

    public SshWriter Number(uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        bytes.Write(four);
        return this;
    }

    public SshWriter Raw(ReadOnlySpan<byte> value)
    {
        bytes.Write(value);
        return this;
    }

    public byte[] ToArray() => bytes.ToArray();
}

/// <summary>Reads what <see cref="SshWriter"/> writes.</summary>
internal ref struct SshReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool IsAtEnd => rest.Length == 0;

    public bool TryBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < 4) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 4) return false;
        value = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return true;
    }
}
