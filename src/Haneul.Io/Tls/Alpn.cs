using System.Text;

namespace Haneul.Io.Tls;

/// <summary>Agreement on the protocol spoken inside TLS: RFC 7301. Pure.</summary>
internal static class Alpn
{
    /// <summary>Each name after its length.</summary>
    public static byte[] Written(IReadOnlyList<string> protocols)
    {
        var list = new List<byte>();
        foreach (var protocol in protocols)
        {
            var name = Encoding.ASCII.GetBytes(protocol);
            if (name.Length is 0 or > byte.MaxValue) throw new TlsException($"'{protocol}' is no name of a protocol");
            list.Add((byte)name.Length);
            list.AddRange(name);
        }
        return [.. list];
    }

    /// <summary>The first of ours that is among theirs too: where it stands in theirs; false where there is none, or theirs is malformed.</summary>
    public static bool TryAgree(ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs, out int start, out int length)
    {
        for (; !ours.IsEmpty; ours = ours[(ours[0] + 1)..])
        {
            var wanted = ours.Slice(1, ours[0]);
            for (var at = 0; at < theirs.Length; at += theirs[at] + 1)
            {
                if (theirs[at] >= theirs.Length - at) break;
                if (!theirs.Slice(at + 1, theirs[at]).SequenceEqual(wanted)) continue;
                (start, length) = (at + 1, wanted.Length);
                return true;
            }
        }
        (start, length) = (0, 0);
        return false;
    }
}
