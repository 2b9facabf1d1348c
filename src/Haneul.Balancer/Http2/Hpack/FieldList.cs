namespace Haneul.Balancer.Http2;

/// <summary>Fields of one head in their order, as places in one array that is used over and over.</summary>
internal sealed class FieldList
{
    private byte[] bytes = new byte[4096];
    private Field[] fields = new Field[32];
    private int used;

    private struct Field
    {
        public int From;
        public int NameLength;
        public int ValueLength;
    }

    public int Count { get; private set; }

    /// <summary>As SETTINGS_MAX_HEADER_LIST_SIZE counts: RFC 9113, section 6.5.2.</summary>
    public int Size { get; private set; }

    public ReadOnlySpan<byte> Name(int index) => bytes.AsSpan(fields[index].From, fields[index].NameLength);

    public ReadOnlySpan<byte> Value(int index) => bytes.AsSpan(fields[index].From + fields[index].NameLength, fields[index].ValueLength);

    public void Clear() => (Count, Size, used) = (0, 0, 0);

    public void Add(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        var room = Room(name.Length + value.Length);
        name.CopyTo(room);
        value.CopyTo(room[name.Length..]);
        Take(name.Length, value.Length);
    }

    /// <summary>Room behind the last field, to be written to before <see cref="Take"/>.</summary>
    public Span<byte> Room(int length)
    {
        if (used + length > bytes.Length) Array.Resize(ref bytes, Math.Max(used + length, bytes.Length * 2));
        return bytes.AsSpan(used);
    }

    /// <summary>Makes a field of what was written to <see cref="Room"/>.</summary>
    public void Take(int nameLength, int valueLength)
    {
        if (Count == fields.Length) Array.Resize(ref fields, Count * 2);
        fields[Count++] = new Field { From = used, NameLength = nameLength, ValueLength = valueLength };
        used += nameLength + valueLength;
        Size += nameLength + valueLength + DynamicTable.Overhead;
    }
}
