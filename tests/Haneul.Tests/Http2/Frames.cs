using System.Buffers.Binary;
using System.Text;
using Haneul.Balancer.Http2;

namespace Haneul.Tests.Http2;

/// <summary>Frames as a client writes them, good ones and bad ones.</summary>
internal static class Frames
{
    public static byte[] Of(int type, int flags, int stream, params byte[] bytes)
    {
        var frame = new byte[FrameHeader.Size + bytes.Length];
        new FrameHeader(bytes.Length, (FrameType)type, (FrameFlags)flags, stream).Write(frame);
        bytes.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    public static byte[] Settings(params (int Id, uint Value)[] settings) => Of(4, 0, 0, [.. settings.SelectMany(s => (byte[])[(byte)(s.Id >> 8), (byte)s.Id, .. Big(s.Value)])]);

    public static byte[] Begin(params (int Id, uint Value)[] settings) => [.. Http2Connection.Preface, .. Settings(settings)];

    /// <summary>A request of these fields on top of what every one needs; a name that is repeated replaces.</summary>
    public static byte[] Block(params string[] fields)
    {
        var wanted = new List<string> { ":method: GET", ":scheme: https", ":path: /", ":authority: a.example" };
        foreach (var field in fields)
        {
            var name = field[..field.IndexOf(':', 1)];
            if (field.StartsWith(':') && wanted.RemoveAll(w => w.StartsWith(name + ":", StringComparison.Ordinal)) > 0 && field.EndsWith(": -", StringComparison.Ordinal)) continue;
            if (field.StartsWith(':')) wanted.Insert(wanted.FindLastIndex(w => w.StartsWith(':')) + 1, field);
            else wanted.Add(field);
        }
        return Raw([.. wanted]);
    }

    /// <summary>Exactly these fields.</summary>
    public static byte[] Raw(params string[] fields)
    {
        var block = new List<byte>();
        foreach (var field in fields)
        {
            var colon = field.IndexOf(':', 1);
            block.AddRange([0, .. Text(field[..colon]), .. Text(field[(colon + 2)..])]);
        }
        return [.. block];
    }

    public static byte[] Headers(int stream, bool ends, params string[] fields) => Of(1, ends ? 5 : 4, stream, Block(fields));

    public static byte[] Trailers(int stream, params string[] fields) => Of(1, 5, stream, Raw(fields));

    public static byte[] Data(int stream, bool ends, int length) => Of(0, ends ? 1 : 0, stream, new byte[length]);

    public static byte[] Window(int stream, uint more) => Of(8, 0, stream, Big(more));

    public static byte[] Reset(int stream, uint error = 8) => Of(3, 0, stream, Big(error));

    public static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Text(string text) => [.. Length(text.Length), .. Encoding.Latin1.GetBytes(text)];

    private static IEnumerable<byte> Length(int length)
    {
        if (length < 0x7f)
        {
            yield return (byte)length;
            yield break;
        }
        yield return 0x7f;
        for (length -= 0x7f; length >= 0x80; length >>= 7) yield return (byte)(length | 0x80);
        yield return (byte)length;
    }
}
