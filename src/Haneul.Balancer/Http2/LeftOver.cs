using System.Buffers;

namespace Haneul.Balancer.Http2;

/// <summary>What was received of a frame whose rest has not come yet, in a rented array; a field of its connection, never copied. Connections that have nothing left over hold no memory for it.</summary>
internal struct LeftOver
{
    private byte[]? _bytes;

    public int Length { get; private set; }

    /// <summary>Puts it in front of what is received next.</summary>
    public readonly void CopyTo(Span<byte> start) => _bytes.AsSpan(0, Length).CopyTo(start);

    /// <summary>Keeps these instead of what there was.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || _bytes is null || _bytes.Length < bytes.Length)
        {
            Drop();
            if (bytes.IsEmpty) return;
            _bytes = ArrayPool<byte>.Shared.Rent(bytes.Length);
        }
        bytes.CopyTo(_bytes);
        Length = bytes.Length;
    }

    public void Drop()
    {
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Length) = (null, 0);
    }
}
