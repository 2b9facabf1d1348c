using System.Text;

namespace Haneul.Balancer.Http2;

/// <summary>
/// Writes a head as HPACK. Names of the static table go by their number, the rest is written out, coded where that is shorter. Nothing is taught to the peer's table: every head stands alone, and none needs memory.
/// </summary>
internal ref struct HpackWriter(Span<byte> room)
{
    /// <summary>The longest that a field can become, besides its bytes.</summary>
    public const int FieldOverhead = 12;

    private readonly Span<byte> room = room;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => room[..Length];

    public void Status(int status)
    {
        var index = status switch { 200 => 8, 204 => 9, 206 => 10, 304 => 11, 400 => 12, 404 => 13, 500 => 14, _ => 0 };
        if (index > 0)
        {
            room[Length++] = (byte)(0x80 | index);
            return;
        }
        ReadOnlySpan<byte> digits = [(byte)('0' + status / 100), (byte)('0' + status / 10 % 10), (byte)('0' + status % 10)];
        Field(StaticTable.Status, digits);
    }

    /// <summary>A field of the static table as it stands there.</summary>
    public void Indexed(int index) => Integer(0x80, 7, index);

    /// <summary>A field whose name the static table knows.</summary>
    public void Field(int nameIndex, scoped ReadOnlySpan<byte> value)
    {
        Integer(0x00, 4, nameIndex);
        Text(value);
    }

    /// <param name="name">In lower case.</param>
    /// <param name="value">Of it.</param>
    public void Field(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        if (StaticNames.IndexOf(name) is > 0 and var index)
        {
            Field(index, value);
            return;
        }
        room[Length++] = 0;
        Text(name);
        Text(value);
    }

    /// <summary>A field whose name may have capitals.</summary>
    public void Lowered(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        const int LongestOnStack = 256;
        Span<byte> lower = name.Length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[name.Length];
        Ascii.ToLower(name, lower, out var length);
        Field(lower[..length], value);
    }

    private void Text(scoped ReadOnlySpan<byte> text)
    {
        var coded = Huffman.EncodedLength(text);
        if (coded < text.Length)
        {
            Integer(0x80, 7, coded);
            Length += Huffman.Encode(text, room[Length..]);
            return;
        }
        Integer(0x00, 7, text.Length);
        text.CopyTo(room[Length..]);
        Length += text.Length;
    }

    private void Integer(byte pattern, int prefixBits, int value)
    {
        var most = (1 << prefixBits) - 1;
        if (value < most)
        {
            room[Length++] = (byte)(pattern | value);
            return;
        }
        room[Length++] = (byte)(pattern | most);
        for (value -= most; value >= 0x80; value >>= 7) room[Length++] = (byte)(value | 0x80);
        room[Length++] = (byte)value;
    }
}
