namespace Haneul.Balancer.Http2;

/// <summary>Reads heads as HPACK writes them: RFC 7541. It must read every one, also those that are then refused, as each may teach something to the next.</summary>
/// <param name="tableLimit">SETTINGS_HEADER_TABLE_SIZE as it was told to the peer.</param>
/// <param name="listLimit">A head beyond it is read to its end, but not kept.</param>
internal sealed class HpackDecoder(int tableLimit, int listLimit)
{
    private readonly DynamicTable table = new(tableLimit);
    private byte[] text = new byte[1024];

    /// <summary>How reading a head ended.</summary>
    internal enum Result
    {
        Done,

        /// <summary>The head is larger than the limit; what came first of it is in the list.</summary>
        TooLarge,

        /// <summary>COMPRESSION_ERROR: nothing more can be read on this connection.</summary>
        Broken,
    }

    /// <summary>Reads a whole block.</summary>
    public Result Read(ReadOnlySpan<byte> block, FieldList into)
    {
        into.Clear();
        var isTooLarge = false;
        var mayResize = true;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0xe0) == 0x20)
            {
                // Only at the beginning of a block: section 4.2.
                if (!mayResize || !TryInteger(ref block, 5, out var capacity) || !table.TryResize(capacity)) return Result.Broken;
                continue;
            }
            mayResize = false;
            var isKept = (first & 0x80) != 0 ? TryIndexed(ref block, into, isTooLarge) : TryLiteral(ref block, into, isTooLarge);
            if (!isKept) return Result.Broken;
            isTooLarge |= into.Size > listLimit;
        }
        return isTooLarge ? Result.TooLarge : Result.Done;
    }

    private bool TryIndexed(ref ReadOnlySpan<byte> block, FieldList into, bool isTooLarge)
    {
        if (!TryInteger(ref block, 7, out var index) || index == 0 || index > StaticTable.Count + table.Count) return false;
        if (!isTooLarge) into.Add(NameAt(index), ValueAt(index));
        return true;
    }

    private bool TryLiteral(ref ReadOnlySpan<byte> block, FieldList into, bool isTooLarge)
    {
        var isLearned = (block[0] & 0x40) != 0;
        if (!TryInteger(ref block, isLearned ? 6 : 4, out var index) || index > StaticTable.Count + table.Count) return false;
        int nameLength;
        if (index == 0)
        {
            if (!TryText(ref block, 0, out nameLength)) return false;
        }
        else
        {
            var name = NameAt(index);
            nameLength = name.Length;
            if (nameLength > text.Length) Grow(0, nameLength);
            name.CopyTo(text);
        }
        if (!TryText(ref block, nameLength, out var valueLength)) return false;
        var ownName = text.AsSpan(0, nameLength);
        var value = text.AsSpan(nameLength, valueLength);
        if (isLearned) table.Add(ownName, value);
        if (!isTooLarge) into.Add(ownName, value);
        return true;
    }

    /// <summary>Reads a string to that place of <see cref="text"/>: section 5.2.</summary>
    private bool TryText(ref ReadOnlySpan<byte> block, int at, out int length)
    {
        length = 0;
        if (block.IsEmpty) return false;
        var isCoded = (block[0] & 0x80) != 0;
        if (!TryInteger(ref block, 7, out var count) || count > block.Length) return false;
        // The shortest code has five bits.
        var most = isCoded ? count * 8 / 5 + 1 : count;
        if (at + most > text.Length) Grow(at, most);
        if (isCoded)
        {
            length = Huffman.Decode(block[..count], text.AsSpan(at));
        }
        else
        {
            block[..count].CopyTo(text.AsSpan(at));
            length = count;
        }
        block = block[count..];
        return length >= 0;
    }

    private void Grow(int kept, int more) => Array.Resize(ref text, Math.Max(kept + more, text.Length * 2));

    private ReadOnlySpan<byte> NameAt(int index) => index <= StaticTable.Count ? StaticTable.Name(index) : table.Name(index - StaticTable.Count);

    private ReadOnlySpan<byte> ValueAt(int index) => index <= StaticTable.Count ? StaticTable.Value(index) : table.Value(index - StaticTable.Count);

    /// <summary>Section 5.1; no number that means anything here needs more than 28 bits.</summary>
    private static bool TryInteger(ref ReadOnlySpan<byte> block, int prefixBits, out int value)
    {
        value = 0;
        if (block.IsEmpty) return false;
        var most = (1 << prefixBits) - 1;
        value = block[0] & most;
        block = block[1..];
        if (value < most) return true;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (block.IsEmpty) return false;
            var octet = block[0];
            block = block[1..];
            value += (octet & 0x7f) << shift;
            if ((octet & 0x80) == 0) return true;
        }
        return false;
    }
}
