using System.Text;
using Haneul.Balancer.Http2;

namespace Haneul.Tests.Http2;

/// <summary>Writes down what a connection tells, and what it says to the peer.</summary>
internal sealed class RecordingStreams : IHttp2Streams
{
    public RecordingStreams(bool isServer = true, Http2Limits? limits = null) => Connection = new Http2Connection(this, isServer, limits ?? Http2Limits.Default, 0);

    public Http2Connection Connection { get; }

    public List<string> Told { get; } = [];

    public Dictionary<int, Http2Stream> Streams { get; } = [];

    public Action<Http2Stream>? OnWritable { get; set; }

    /// <summary>Bodies are used up as they come.</summary>
    public bool Consumes { get; set; } = true;

    private byte[] rest = [];

    public long Now { get; set; }

    /// <summary>Gives bytes in pieces, whole frames or not.</summary>
    public RecordingStreams Give(ReadOnlySpan<byte> bytes)
    {
        byte[] all = [.. rest, .. bytes];
        rest = all[Connection.Receive(all, Now)..];
        return this;
    }

    /// <summary>What was said since the last time: kind, flags, stream, and the error or the number where there is one.</summary>
    public List<string> Said()
    {
        var said = new List<string>();
        var bytes = Connection.Out.Bytes;
        if (bytes.StartsWith(Http2Connection.Preface)) bytes = bytes[Http2Connection.Preface.Length..];
        while (!bytes.IsEmpty)
        {
            var header = FrameHeader.Read(bytes);
            var body = bytes.Slice(FrameHeader.Size, header.Length);
            said.Add(header.Type switch
            {
                FrameType.ResetStream => $"reset {header.Stream} {(Http2Error)Number(body)}",
                FrameType.GoAway => $"goaway {Number(body)} {(Http2Error)Number(body[4..])}",
                FrameType.WindowUpdate => $"window {header.Stream} {Number(body)}",
                FrameType.Settings => header.Has(FrameFlags.Ack) ? "settings ack" : "settings",
                FrameType.Ping => header.Has(FrameFlags.Ack) ? $"pong {Encoding.ASCII.GetString(body)}" : "ping",
                FrameType.Data => $"data {header.Stream} {header.Length}{(header.Has(FrameFlags.EndStream) ? " end" : "")}",
                _ => $"{header.Type.ToString().ToLowerInvariant()} {header.Stream}{(header.Has(FrameFlags.EndStream) ? " end" : "")}",
            });
            bytes = bytes[(FrameHeader.Size + header.Length)..];
        }
        Connection.Out.Clear();
        return said;
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);

    public Http2Stream Opened() => new();

    public void Head(Http2Stream stream, FieldList fields, bool ends)
    {
        Streams[stream.Id] = stream;
        Told.Add($"head {stream.Id}{(ends ? " end" : "")}");
    }

    public void Trailers(Http2Stream stream, FieldList fields) => Told.Add($"trailers {stream.Id}");

    public void Data(Http2Stream stream, ReadOnlySpan<byte> bytes, bool ends)
    {
        Told.Add($"data {stream.Id} {bytes.Length}{(ends ? " end" : "")}");
        if (Consumes) Connection.Consumed(stream, bytes.Length);
    }

    public void Reset(Http2Stream stream, Http2Error error) => Told.Add($"reset {stream.Id} {error}");

    public void Writable(Http2Stream stream)
    {
        Told.Add($"writable {stream.Id}");
        OnWritable?.Invoke(stream);
    }
}
