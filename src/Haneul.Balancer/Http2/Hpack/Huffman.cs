namespace Haneul.Balancer.Http2;

/// <summary>
/// The Huffman code of HPACK: RFC 7541, section 5.2 and appendix B. The code is canonical (shorter codes first, then by symbol), so the lengths are all of it.
/// Decoding takes four bits at a time through a table of states, each a node of the code's tree.
/// </summary>
internal static class Huffman
{
    private const int EndOfString = 256, Symbols = 257, Longest = 30, Nibbles = 16;
    private const ushort Emits = 0x8000, Fails = 0x4000, StateMask = 0x01ff;

    private static readonly uint[] Codes = new uint[Symbols];

    // Where a state goes by the next four bits, whether a symbol comes out on the way, and which: no code is shorter than five bits, so at most one does.
    private static readonly ushort[] Next = new ushort[Symbols * Nibbles];
    private static readonly byte[] Symbol = new byte[Symbols * Nibbles];

    // States in which a string may end: less than eight ones since the last symbol.
    private static readonly bool[] MayEnd = new bool[Symbols];

    static Huffman()
    {
        var code = 0u;
        var previous = 0;
        foreach (var symbol in Enumerable.Range(0, Symbols).OrderBy(s => Lengths[s]).ThenBy(s => s))
        {
            code <<= Lengths[symbol] - previous;
            previous = Lengths[symbol];
            Codes[symbol] = code++;
        }
        FillStates(Tree());
    }

    /// <summary>Decodes a whole string.</summary>
    /// <returns>How long it became; -1 where the code is broken: padding that is none, the end symbol, or more than there is room for.</returns>
    public static int Decode(ReadOnlySpan<byte> from, Span<byte> into)
    {
        var state = 0;
        var length = 0;
        foreach (var octet in from)
        {
            for (var shift = 4; shift >= 0; shift -= 4)
            {
                var at = state * Nibbles + (octet >> shift & 0xf);
                var next = Next[at];
                if ((next & Fails) != 0) return -1;
                if ((next & Emits) != 0)
                {
                    if (length == into.Length) return -1;
                    into[length++] = Symbol[at];
                }
                state = next & StateMask;
            }
        }
        return MayEnd[state] ? length : -1;
    }

    /// <summary>How many bytes a string takes when it is coded.</summary>
    public static int EncodedLength(ReadOnlySpan<byte> from)
    {
        var bits = 0L;
        foreach (var octet in from) bits += Lengths[octet];
        return (int)((bits + 7) / 8);
    }

    /// <summary>Codes a string.</summary>
    /// <param name="from">What is coded.</param>
    /// <param name="into">At least <see cref="EncodedLength"/> long.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Encode(ReadOnlySpan<byte> from, Span<byte> into)
    {
        var held = 0ul;
        var bits = 0;
        var length = 0;
        foreach (var octet in from)
        {
            held = held << Lengths[octet] | Codes[octet];
            bits += Lengths[octet];
            while (bits >= 8)
            {
                bits -= 8;
                into[length++] = (byte)(held >> bits);
            }
        }
        // Padding is the beginning of the end symbol: ones.
        if (bits > 0) into[length++] = (byte)(held << (8 - bits) | 0xffu >> bits);
        return length;
    }

    /// <summary>The inner nodes of the code's tree: each by its two ways on, the number of another node, or -1 - symbol.</summary>
    private static List<(int Zero, int One)> Tree()
    {
        var nodes = new List<(int Zero, int One)> { (0, 0) };
        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            var node = 0;
            for (var bit = Lengths[symbol] - 1; bit >= 0; bit--)
            {
                var isOne = (Codes[symbol] >> bit & 1) != 0;
                var way = bit == 0 ? -1 - symbol : isOne ? nodes[node].One : nodes[node].Zero;
                if (way == 0)
                {
                    way = nodes.Count;
                    nodes.Add((0, 0));
                }
                nodes[node] = isOne ? (nodes[node].Zero, way) : (way, nodes[node].One);
                node = Math.Max(way, 0);
            }
        }
        return nodes;
    }

    private static void FillStates(List<(int Zero, int One)> nodes)
    {
        for (var state = 0; state < nodes.Count; state++)
        {
            for (var nibble = 0; nibble < Nibbles; nibble++)
            {
                var (node, flags, at) = (state, 0, state * Nibbles + nibble);
                for (var bit = 3; bit >= 0; bit--)
                {
                    node = (nibble >> bit & 1) != 0 ? nodes[node].One : nodes[node].Zero;
                    if (node >= 0) continue;
                    var symbol = -1 - node;
                    node = 0;
                    if (symbol == EndOfString) flags |= Fails;
                    else (flags, Symbol[at]) = (flags | Emits, (byte)symbol);
                }
                Next[at] = (ushort)(flags | node);
            }
        }
        MayEnd[0] = true;
        for (var (ones, node) = (1, nodes[0].One); ones < 8; ones++, node = nodes[node].One) MayEnd[node] = true;
    }

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        Longest,
    ];
}
