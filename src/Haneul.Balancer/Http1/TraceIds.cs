using System.Buffers.Binary;
using System.Text;

namespace Haneul.Balancer;

/// <summary>
/// Makes X-Amzn-Trace-Id: <c>Root=1-67891233-abcdef012345678912345678</c>, or a new Self before what the client sent. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
/// </summary>
internal sealed class TraceIds
{
    /// <summary>1-, 8 digits of time, -, 24 digits.</summary>
    public const int IdLength = 35;

    private ulong _first = (ulong)Random.Shared.NextInt64() | 1;
    private ulong _second = (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>The header's whole value.</summary>
    public void Write(ref HeadWriter to, ReadOnlySpan<byte> sent, long seconds)
    {
        if (sent.IsEmpty)
        {
            to.Put("Root="u8);
            WriteId(ref to, seconds);
            return;
        }
        to.Put("Self="u8);
        WriteId(ref to, seconds);
        var hasRoot = false;
        foreach (var range in sent.Split((byte)';'))
        {
            var field = Tokens.Trim(sent[range]);
            if (field.IsEmpty || StartsWith(field, "self="u8)) continue;
            hasRoot |= StartsWith(field, "root="u8);
            to.Put((byte)';');
            to.Put(field);
        }
        if (hasRoot) return;
        to.Put(";Root="u8);
        WriteId(ref to, seconds);
    }

    private static bool StartsWith(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name) => field.Length >= name.Length && Ascii.EqualsIgnoreCase(field[..name.Length], name);

    private void WriteId(ref HeadWriter to, long seconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> digits = stackalloc byte[32];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)seconds);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[4..], Next());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], (uint)Next());
        Convert.TryToHexStringLower(bytes, digits, out _);
        to.Put("1-"u8);
        to.Put(digits[..8]);
        to.Put((byte)'-');
        to.Put(digits[8..]);
    }

    /// <summary>xorshift128+ (Vigna 2014): ids are for finding a request again, and need to be different, not secret.</summary>
    private ulong Next()
    {
        var (x, y) = (_first, _second);
        _first = y;
        x ^= x << 23;
        _second = x ^ y ^ (x >> 17) ^ (y >> 26);
        return _second + y;
    }
}
