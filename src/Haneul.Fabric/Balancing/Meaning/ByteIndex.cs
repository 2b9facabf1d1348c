using System.Buffers.Binary;
using System.Text;

namespace Haneul.Fabric;

/// <summary>Which rules a text may belong to, by the text: a table that is built once and asked without allocating. The keys are the operator's, so a stranger's text walks at most as far as they lie together.</summary>
internal sealed class ByteIndex
{
    private const ulong Lowered = 0x2020_2020_2020_2020;
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    private readonly Slot[] slots;
    private readonly bool ignoresCase;

    /// <param name="rules">The numbers of rules by key.</param>
    /// <param name="words">How many words of 64 bits a set of rules has.</param>
    /// <param name="ignoresCase">Keys are ASCII in lower case then.</param>
    public ByteIndex(IEnumerable<(byte[] Key, int Rule)> rules, int words, bool ignoresCase)
    {
        this.ignoresCase = ignoresCase;
        var keys = rules.GroupBy(r => Convert.ToHexString(r.Key), StringComparer.Ordinal).Select(g => new Slot(g.First().Key, Bits.Of(g.Select(r => r.Rule), words))).ToList();
        slots = new Slot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, keys.Count * 2))];
        foreach (var key in keys)
        {
            var at = Hash(key.Key) & (slots.Length - 1);
            while (slots[at].Rules is not null) at = at + 1 & slots.Length - 1;
            slots[at] = key;
        }
        Lengths = [.. keys.Select(k => k.Key.Length).Distinct().Order()];
    }

    /// <summary>Of the keys; ascending.</summary>
    public int[] Lengths { get; }

    /// <summary>Adds the rules of a text to a set.</summary>
    public void AddTo(Span<ulong> set, ReadOnlySpan<byte> text)
    {
        var at = Hash(text) & (slots.Length - 1);
        while (slots[at].Rules is { } rules)
        {
            if (IsKey(slots[at].Key, text))
            {
                for (var i = 0; i < set.Length; i++) set[i] |= rules[i];
                return;
            }
            at = at + 1 & slots.Length - 1;
        }
    }

    private bool IsKey(byte[] key, ReadOnlySpan<byte> text) => key.Length == text.Length && (ignoresCase ? Ascii.EqualsIgnoreCase(text, key) : text.SequenceEqual(key));

    private int Hash(ReadOnlySpan<byte> text)
    {
        var lowered = ignoresCase ? Lowered : 0;
        var hash = (ulong)text.Length * Odd;
        for (; text.Length >= 8; text = text[8..]) hash = Mixed(hash ^ (BinaryPrimitives.ReadUInt64LittleEndian(text) | lowered));
        var tail = 0UL;
        foreach (var b in text) tail = tail << 8 | b;
        return (int)(Mixed(hash ^ (tail | lowered)) >> 33);
    }

    private static ulong Mixed(ulong x)
    {
        x *= Odd;
        return x ^ x >> 32;
    }

    private readonly record struct Slot(byte[] Key, ulong[] Rules);
}
