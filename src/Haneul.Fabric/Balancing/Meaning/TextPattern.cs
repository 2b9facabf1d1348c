using System.Text;

namespace Haneul.Fabric;

/// <summary>
/// A pattern with * (nothing or anything) and ? (exactly one byte); a backslash before either means the character itself.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
/// </summary>
public sealed class TextPattern
{
    private readonly Piece[] pieces;
    private readonly bool ignoresCase;
    private readonly int least;

    private TextPattern(Piece[] pieces, bool ignoresCase)
    {
        this.pieces = pieces;
        this.ignoresCase = ignoresCase;
        least = pieces.Sum(p => p.Bytes.Length);
    }

    /// <summary>What stands between two stars; at a place of <see cref="AnyAt"/> any byte will do.</summary>
    private sealed record Piece(byte[] Bytes, bool[]? AnyAt);

    /// <summary>What the text must be, byte for byte, where the pattern has no wildcards; null where it has. Lower case where case plays no part.</summary>
    public byte[]? Exact => pieces is [{ AnyAt: null } only] ? only.Bytes : null;

    /// <summary>What every match begins with; may be empty.</summary>
    public ReadOnlySpan<byte> Prefix => pieces[0].AnyAt is { } any ? pieces[0].Bytes.AsSpan(0, Array.IndexOf(any, true)) : pieces[0].Bytes;

    /// <summary>What every match ends with; may be empty.</summary>
    public ReadOnlySpan<byte> Suffix => pieces[^1].AnyAt is { } any ? pieces[^1].Bytes.AsSpan(Array.LastIndexOf(any, true) + 1) : pieces[^1].Bytes;

    public static TextPattern Compile(string text, bool ignoresCase)
    {
        var pieces = new List<Piece>();
        var bytes = new List<byte>();
        var any = new List<bool>();
        var source = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < source.Length; i++)
        {
            var b = source[i];
            if (b == '*')
            {
                pieces.Add(Cut(bytes, any));
                continue;
            }
            var isAny = b == '?';
            if (b == '\\' && i + 1 < source.Length && source[i + 1] is (byte)'*' or (byte)'?' or (byte)'\\') b = source[++i];
            bytes.Add(ignoresCase ? Lower(b) : b);
            any.Add(isAny);
        }
        pieces.Add(Cut(bytes, any));
        return new TextPattern([.. pieces], ignoresCase);
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (text.Length < least) return false;
        if (pieces.Length == 1) return text.Length == least && IsAt(pieces[0], text);
        if (!IsAt(pieces[0], text)) return false;
        var last = pieces[^1];
        if (!IsAt(last, text[^last.Bytes.Length..])) return false;
        // The leftmost place of each piece leaves the most room for those after it.
        var rest = text[pieces[0].Bytes.Length..^last.Bytes.Length];
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var at = Find(piece, rest);
            if (at < 0) return false;
            rest = rest[(at + piece.Bytes.Length)..];
        }
        return true;
    }

    internal static byte Lower(byte b) => (uint)(b - 'A') <= 'Z' - 'A' ? (byte)(b | 0x20) : b;

    private static Piece Cut(List<byte> bytes, List<bool> any)
    {
        var piece = new Piece([.. bytes], any.Contains(true) ? [.. any] : null);
        bytes.Clear();
        any.Clear();
        return piece;
    }

    private int Find(Piece piece, ReadOnlySpan<byte> text)
    {
        if (!ignoresCase && piece.AnyAt is null) return text.IndexOf(piece.Bytes);
        for (var at = 0; at + piece.Bytes.Length <= text.Length; at++)
        {
            if (IsAt(piece, text[at..])) return at;
        }
        return -1;
    }

    private bool IsAt(Piece piece, ReadOnlySpan<byte> text)
    {
        var bytes = piece.Bytes;
        if (!ignoresCase && piece.AnyAt is null) return text.StartsWith(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = ignoresCase ? Lower(text[i]) : text[i];
            if (b != bytes[i] && piece.AnyAt?[i] != true) return false;
        }
        return true;
    }
}
