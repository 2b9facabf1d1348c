using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Haneul.Dns;

/// <summary>
/// A domain name: labels of 1 to 63 bytes, 255 bytes in all on the wire (RFC 1035, 3.1). Case is kept, and does not count when names are compared (RFC 4343). A label holds any bytes: each is a character below 256 here.
/// </summary>
public sealed class DnsName : IEquatable<DnsName>
{
    public const int LongestBytes = 255;

    public const int LongestLabelBytes = 63;

    private DnsName(ImmutableArray<string> labels) => Labels = labels;

    public static DnsName Root { get; } = new([]);

    /// <summary>The first is the leftmost.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>Bytes on the wire, uncompressed.</summary>
    public int WireLength => 1 + Labels.Sum(l => l.Length + 1);

    /// <summary>The name with its first label left out; the root's is the root.</summary>
    public DnsName Parent => Labels.IsEmpty ? this : new DnsName(Labels.RemoveAt(0));

    /// <summary>Reads <c>web.example.com</c>, with or without a last dot; <c>\.</c> and <c>\DDD</c> stand for bytes (RFC 1035, 5.1).</summary>
    public static DnsName Parse(string text) => TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a domain name");

    public static bool TryParse(string text, [NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        if (text == ".") name = Root;
        if (name is not null || text.Length == 0 || text.Length > 4 * LongestBytes) return name is not null;
        var labels = new List<string>();
        var label = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.')
            {
                labels.Add(label.ToString());
                label.Clear();
            }
            else if (text[i] != '\\') label.Append(text[i]);
            else if (Escaped(text.AsSpan(i + 1)) is var (c, length) && length > 0)
            {
                label.Append(c);
                i += length;
            }
            else return false;
        }
        if (label.Length > 0) labels.Add(label.ToString());
        name = Of(labels);
        return name is not null;
    }

    /// <summary>The name with these labels; null where they are none (empty, too long, not bytes).</summary>
    public static DnsName? Of(IEnumerable<string> labels)
    {
        ImmutableArray<string> all = [.. labels];
        var bytes = 1;
        foreach (var label in all)
        {
            if (label.Length is 0 or > LongestLabelBytes || label.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff')) return null;
            bytes += label.Length + 1;
        }
        return bytes <= LongestBytes ? new DnsName(all) : null;
    }

    /// <summary>It is that name, or one below it.</summary>
    public bool IsWithin(DnsName zone)
    {
        var first = Labels.Length - zone.Labels.Length;
        if (first < 0) return false;
        for (var i = 0; i < zone.Labels.Length; i++)
        {
            if (!Same(Labels[first + i], zone.Labels[i])) return false;
        }
        return true;
    }

    public bool Equals(DnsName? other) => other is not null && other.Labels.Length == Labels.Length && IsWithin(other);

    public override bool Equals(object? obj) => Equals(obj as DnsName);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var label in Labels)
        {
            foreach (var c in label) hash.Add(Lower(c));
            hash.Add('.');
        }
        return hash.ToHashCode();
    }

    /// <summary>In lower case, without the last dot: what names are looked up by.</summary>
    public string ToKey() => string.Create(Math.Max(0, WireLength - 2), Labels, static (to, labels) =>
    {
        var at = 0;
        foreach (var label in labels)
        {
            if (at > 0) to[at++] = '.';
            foreach (var c in label) to[at++] = Lower(c);
        }
    });

    /// <summary>With the last dot, bytes that are not plain escaped.</summary>
    public override string ToString()
    {
        if (Labels.IsEmpty) return ".";
        var text = new StringBuilder();
        foreach (var label in Labels)
        {
            foreach (var c in label)
            {
                if (c is '.' or '\\' or '"' or ';' or '(' or ')' or '@' or '$') text.Append('\\').Append(c);
                else if (c is > ' ' and <= '~') text.Append(c);
                else text.Append('\\').Append($"{(int)c:000}");
            }
            text.Append('.');
        }
        return text.ToString();
    }

    private static char Lower(char c) => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;

    private static bool Same(string one, string other)
    {
        if (one.Length != other.Length) return false;
        for (var i = 0; i < one.Length; i++)
        {
            if (Lower(one[i]) != Lower(other[i])) return false;
        }
        return true;
    }

    /// <summary>What stands after a backslash, and how long it is; 0: nothing that is allowed.</summary>
    private static (char, int) Escaped(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty) return default;
        if (!char.IsAsciiDigit(rest[0])) return (rest[0], 1);
        return rest.Length >= 3 && int.TryParse(rest[..3], System.Globalization.NumberStyles.None, null, out var n) && n < 256 ? ((char)n, 3) : default;
    }
}
