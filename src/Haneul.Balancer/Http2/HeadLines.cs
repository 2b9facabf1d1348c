namespace Haneul.Balancer.Http2;

/// <summary>Goes through the lines of a head that was found good or made here, from behind its first line to the empty one.</summary>
internal ref struct HeadLines(ReadOnlySpan<byte> lines)
{
    private ReadOnlySpan<byte> rest = lines;

    /// <summary>A line without what is around its value.</summary>
    public readonly ref struct Line(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        public ReadOnlySpan<byte> Name { get; } = name;

        public ReadOnlySpan<byte> Value { get; } = value;
    }

    public readonly HeadLines GetEnumerator() => this;

    public Line Current { get; private set; }

    public bool MoveNext()
    {
        var end = rest.IndexOf("\r\n"u8);
        if (end <= 0) return false;
        var colon = rest.IndexOf((byte)':');
        Current = new Line(rest[..colon], Tokens.Trim(rest[(colon + 1)..end]));
        rest = rest[(end + 2)..];
        return true;
    }
}
