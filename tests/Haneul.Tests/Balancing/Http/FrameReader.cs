using System.Text;
using Haneul.Balancer.Http2;
using Haneul.Tests.Http2;

namespace Haneul.Tests.Balancing;

/// <summary>A frame that the balancer sent, and its head where it has one.</summary>
internal sealed record SeenFrame(FrameHeader Header, byte[] Bytes, IReadOnlyList<string> Fields)
{
    public bool Ends => Header.Type is FrameType.Data or FrameType.Headers && Header.Has(FrameFlags.EndStream);

    public string? this[string name] => Fields.Where(f => f.StartsWith(name + ": ", StringComparison.Ordinal)).Select(f => f[(name.Length + 2)..]).FirstOrDefault();
}

/// <summary>Takes frames and heads out of what is received.</summary>
/// <param name="receive">0: the end.</param>
/// <param name="hasPreface">The peer is a client, whose first bytes are no frame.</param>
internal sealed class FrameReader(Func<byte[], Task<int>> receive, bool hasPreface)
{
    private readonly HpackDecoder _decoder = new(4096, 1 << 20);
    private readonly List<byte> _read = [];
    private bool _waitsForPreface = hasPreface;

    /// <summary>Any frame; null at the end.</summary>
    public async Task<SeenFrame?> NextAsync()
    {
        while (true)
        {
            if (_waitsForPreface && _read.Count >= Http2Connection.Preface.Length)
            {
                if (!_read.Take(Http2Connection.Preface.Length).SequenceEqual(Http2Connection.Preface.ToArray())) throw new IOException("this is no client of HTTP/2");
                _read.RemoveRange(0, Http2Connection.Preface.Length);
                _waitsForPreface = false;
            }
            if (!_waitsForPreface && Taken() is { } frame) return frame;
            var buffer = new byte[64 * 1024];
            var count = await receive(buffer);
            if (count == 0) return null;
            _read.AddRange(buffer.AsSpan(0, count));
        }
    }

    /// <summary>The next frame of that kind.</summary>
    public async Task<SeenFrame?> NextAsync(FrameType type)
    {
        while (await NextAsync() is { } frame)
        {
            if (frame.Header.Type == type) return frame;
        }
        return null;
    }

    private SeenFrame? Taken()
    {
        if (_read.Count < FrameHeader.Size) return null;
        var header = FrameHeader.Read(_read.Take(FrameHeader.Size).ToArray());
        if (_read.Count < FrameHeader.Size + header.Length) return null;
        var bytes = _read.Skip(FrameHeader.Size).Take(header.Length).ToArray();
        _read.RemoveRange(0, FrameHeader.Size + header.Length);
        return new SeenFrame(header, bytes, header.Type == FrameType.Headers && header.Has(FrameFlags.EndHeaders) ? Fields(bytes) : []);
    }

    private List<string> Fields(byte[] block)
    {
        var fields = new FieldList();
        if (_decoder.Read(block, fields) != HpackDecoder.Result.Done) throw new IOException("the block cannot be read");
        return [.. Enumerable.Range(0, fields.Count).Select(i => $"{Encoding.Latin1.GetString(fields.Name(i))}: {Encoding.Latin1.GetString(fields.Value(i))}")];
    }
}
