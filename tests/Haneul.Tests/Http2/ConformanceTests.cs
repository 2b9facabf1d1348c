using Haneul.Balancer.Http2;
using Xunit;
using static Haneul.Tests.Http2.Frames;

namespace Haneul.Tests.Http2;

/// <summary>What RFC 9113 says must be refused, section by section, and how: frames in, the error out.</summary>
public sealed class ConformanceTests
{
    private static readonly byte[] Open = Headers(1, false, ":method: POST");
    private static readonly byte[] Whole = Headers(1, true);

    private static readonly Dictionary<string, (byte[][] In, string Out)> Cases = new()
    {
        ["3.4 the preface is another"] = (["GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray()], "goaway 0 Protocol"),
        ["3.4 settings do not come first"] = ([Http2Connection.Preface.ToArray(), Whole], "goaway 0 Protocol"),
        ["4.2 a frame is too long"] = ([Begin(), Open, Data(1, false, 16385)], "goaway 1 FrameSize"),
        ["4.3 a block is broken"] = ([Begin(), Of(1, 5, 1, 0x80)], "goaway 0 Compression"),
        ["4.3 another frame stands in a block"] = ([Begin(), Of(1, 1, 1, Block()), Of(6, 0, 0, new byte[8])], "goaway 0 Protocol"),
        ["4.3 another stream stands in a block"] = ([Begin(), Of(1, 1, 1, Block()), Of(9, 4, 3)], "goaway 0 Protocol"),
        ["4.3 an unknown frame stands in a block"] = ([Begin(), Of(1, 1, 1, Block()), Of(0x16, 0, 0)], "goaway 0 Protocol"),
        ["5.1 data on an idle stream"] = ([Begin(), Data(1, true, 1)], "goaway 0 Protocol"),
        ["5.1 a reset of an idle stream"] = ([Begin(), Reset(1)], "goaway 0 Protocol"),
        ["5.1 a window of an idle stream"] = ([Begin(), Window(1, 1)], "goaway 0 Protocol"),
        ["5.1 a continuation of an idle stream"] = ([Begin(), Of(9, 4, 1, Block())], "goaway 0 Protocol"),
        ["5.1 data after the end"] = ([Begin(), Whole, Data(1, true, 1)], "reset 1 StreamClosed"),
        ["5.1 a head after the end"] = ([Begin(), Whole, Whole], "reset 1 StreamClosed"),
        ["5.1 data after the peer's reset"] = ([Begin(), Open, Reset(1), Data(1, true, 1)], "reset 1 StreamClosed"),
        ["5.1 a head after the peer's reset"] = ([Begin(), Open, Reset(1), Whole], "goaway 1 StreamClosed"),
        ["5.1.1 an even stream"] = ([Begin(), Headers(2, true)], "goaway 0 Protocol"),
        ["5.1.1 a smaller stream"] = ([Begin(), Headers(5, true), Headers(3, true)], "goaway 5 StreamClosed"),
        ["5.1.2 one stream too many"] = ([Begin(), .. Enumerable.Range(0, 129).Select(i => Headers(2 * i + 1, true))], "reset 257 RefusedStream"),
        ["5.3 a stream waits for itself"] = ([Begin(), Of(1, 0x25, 1, [0, 0, 0, 1, 0, .. Block()])], "goaway 0 Protocol"),
        ["6.1 data on stream 0"] = ([Begin(), Data(0, true, 1)], "goaway 0 Protocol"),
        ["6.1 padding longer than data"] = ([Begin(), Open, Of(0, 9, 1, 5, 1, 2)], "goaway 1 Protocol"),
        ["6.2 a head on stream 0"] = ([Begin(), Headers(0, true)], "goaway 0 Protocol"),
        ["6.2 padding longer than a head"] = ([Begin(), Of(1, 0xd, 1, [200, .. Block()])], "goaway 0 Protocol"),
        ["6.2 a priority that is cut"] = ([Begin(), Of(1, 0x25, 1, 0, 0)], "goaway 0 FrameSize"),
        ["6.3 a priority on stream 0"] = ([Begin(), Of(2, 0, 0, 0, 0, 0, 0, 0)], "goaway 0 Protocol"),
        ["6.3 a priority of another length"] = ([Begin(), Open, Of(2, 0, 1, 0, 0, 0, 0)], "reset 1 FrameSize"),
        ["6.4 a reset of stream 0"] = ([Begin(), Reset(0)], "goaway 0 Protocol"),
        ["6.4 a reset of another length"] = ([Begin(), Open, Of(3, 0, 1, 0, 0, 0)], "goaway 1 FrameSize"),
        ["6.5 an acknowledgement that says something"] = ([Begin(), Of(4, 1, 0, 0, 1, 0, 0, 0, 0)], "goaway 0 FrameSize"),
        ["6.5 settings on a stream"] = ([Begin(), Of(4, 0, 1)], "goaway 0 Protocol"),
        ["6.5 settings of another length"] = ([Begin(), Of(4, 0, 0, 0, 1, 0)], "goaway 0 FrameSize"),
        ["6.5.2 push is neither on nor off"] = ([Begin((2, 2))], "goaway 0 Protocol"),
        ["6.5.2 a window beyond 2^31-1"] = ([Begin((4, 0x8000_0000))], "goaway 0 FlowControl"),
        ["6.5.2 frames shorter than 2^14"] = ([Begin((5, 16383))], "goaway 0 Protocol"),
        ["6.5.2 frames longer than 2^24-1"] = ([Begin((5, 16777216))], "goaway 0 Protocol"),
        ["6.6 a client pushes"] = ([Begin(), Of(5, 4, 1, [0, 0, 0, 2, .. Block()])], "goaway 0 Protocol"),
        ["6.7 a ping on a stream"] = ([Begin(), Of(6, 0, 1, new byte[8])], "goaway 0 Protocol"),
        ["6.7 a ping of another length"] = ([Begin(), Of(6, 0, 0, new byte[6])], "goaway 0 FrameSize"),
        ["6.8 goaway on a stream"] = ([Begin(), Of(7, 0, 1, new byte[8])], "goaway 0 Protocol"),
        ["6.8 goaway that is cut"] = ([Begin(), Of(7, 0, 0, new byte[7])], "goaway 0 FrameSize"),
        ["6.9 a window of 0 for the connection"] = ([Begin(), Window(0, 0)], "goaway 0 Protocol"),
        ["6.9 a window of 0 for a stream"] = ([Begin(), Open, Window(1, 0)], "reset 1 Protocol"),
        ["6.9 a window of another length"] = ([Begin(), Of(8, 0, 0, 0, 0, 1)], "goaway 0 FrameSize"),
        ["6.9.1 the connection's window beyond 2^31-1"] = ([Begin(), Window(0, 0x7fff_ffff)], "goaway 0 FlowControl"),
        ["6.9.1 a stream's window beyond 2^31-1"] = ([Begin(), Open, Window(1, 0x7fff_ffff)], "reset 1 FlowControl"),
        ["6.9.2 settings that push a window beyond 2^31-1"] = ([Begin(), Open, Window(1, 100), Settings((4, 0x7fff_ffff))], "goaway 1 FlowControl"),
        ["6.10 a continuation without a head"] = ([Begin(), Open, Of(9, 4, 1, Block())], "goaway 1 Protocol"),
        ["6.10 a continuation on stream 0"] = ([Begin(), Of(1, 1, 1, Block()), Of(9, 4, 0)], "goaway 0 Protocol"),
        ["8.1 a second head that is no end"] = ([Begin(), Open, Of(1, 4, 1, Raw("a: b"))], "reset 1 Protocol"),
        ["8.1.1 less than was told"] = ([Begin(), Headers(1, false, ":method: POST", "content-length: 5"), Data(1, true, 4)], "reset 1 Protocol"),
        ["8.1.1 more than was told"] = ([Begin(), Headers(1, false, ":method: POST", "content-length: 5"), Data(1, false, 6)], "reset 1 Protocol"),
        ["8.1.1 nothing where something was told"] = ([Begin(), Headers(1, true, "content-length: 5")], "reset 1 Protocol"),
        ["8.1.1 trailers come too early"] = ([Begin(), Headers(1, false, "content-length: 5"), Trailers(1, "a: b")], "reset 1 Protocol"),
        ["8.1.1 two lengths"] = ([Begin(), Headers(1, false, "content-length: 5", "content-length: 6")], "reset 1 Protocol"),
        ["8.1.1 a length that is none"] = ([Begin(), Headers(1, false, "content-length: +5")], "reset 1 Protocol"),
        ["8.2.1 a name in capitals"] = ([Begin(), Headers(1, true, "Accept: a")], "reset 1 Protocol"),
        ["8.2.1 a name with a space"] = ([Begin(), Headers(1, true, "a b: a")], "reset 1 Protocol"),
        ["8.2.1 a name with a line's end"] = ([Begin(), Headers(1, true, "a\r\n: a")], "reset 1 Protocol"),
        ["8.2.1 a value with a line's end"] = ([Begin(), Headers(1, true, "a: b\r\nc: d")], "reset 1 Protocol"),
        ["8.2.1 a value with nul"] = ([Begin(), Headers(1, true, "a: b\0")], "reset 1 Protocol"),
        ["8.2.1 a value that begins with a space"] = ([Begin(), Headers(1, true, "a:  b")], "reset 1 Protocol"),
        ["8.2.1 a value that ends with a tab"] = ([Begin(), Headers(1, true, "a: b\t")], "reset 1 Protocol"),
        ["8.2.2 connection"] = ([Begin(), Headers(1, true, "connection: keep-alive")], "reset 1 Protocol"),
        ["8.2.2 keep-alive"] = ([Begin(), Headers(1, true, "keep-alive: 5")], "reset 1 Protocol"),
        ["8.2.2 proxy-connection"] = ([Begin(), Headers(1, true, "proxy-connection: close")], "reset 1 Protocol"),
        ["8.2.2 transfer-encoding"] = ([Begin(), Headers(1, false, "transfer-encoding: chunked")], "reset 1 Protocol"),
        ["8.2.2 upgrade"] = ([Begin(), Headers(1, true, "upgrade: websocket")], "reset 1 Protocol"),
        ["8.2.2 te that is not trailers"] = ([Begin(), Headers(1, true, "te: gzip")], "reset 1 Protocol"),
        ["8.3 an unknown pseudo-field"] = ([Begin(), Headers(1, true, ":protocol: websocket")], "reset 1 Protocol"),
        ["8.3 an answer's pseudo-field"] = ([Begin(), Headers(1, true, ":status: 200")], "reset 1 Protocol"),
        ["8.3 a pseudo-field behind a field"] = ([Begin(), Of(1, 5, 1, Raw(":method: GET", ":scheme: https", "a: b", ":path: /"))], "reset 1 Protocol"),
        ["8.3 a pseudo-field among trailers"] = ([Begin(), Open, Trailers(1, ":method: GET")], "reset 1 Protocol"),
        ["8.3 a pseudo-field twice"] = ([Begin(), Of(1, 5, 1, Raw(":method: GET", ":scheme: https", ":path: /", ":path: /b"))], "reset 1 Protocol"),
        ["8.3.1 no method"] = ([Begin(), Headers(1, true, ":method: -")], "reset 1 Protocol"),
        ["8.3.1 no scheme"] = ([Begin(), Headers(1, true, ":scheme: -")], "reset 1 Protocol"),
        ["8.3.1 no path"] = ([Begin(), Headers(1, true, ":path: -")], "reset 1 Protocol"),
        ["8.3.1 an empty path"] = ([Begin(), Of(1, 5, 1, Raw(":method: GET", ":scheme: https", ":path: "))], "reset 1 Protocol"),
        ["8.3.1 a path with a space"] = ([Begin(), Of(1, 5, 1, Raw(":method: GET", ":scheme: https", ":path: /a b"))], "reset 1 Protocol"),
        ["8.5 connect"] = ([Begin(), Of(1, 5, 1, Raw(":method: CONNECT", ":authority: a:443"))], "reset 1 Protocol"),
        ["10.5 resets without end"] = ([Begin(), .. Enumerable.Range(0, 1100).SelectMany(i => (byte[][])[Headers(2 * i + 1, true), Reset(2 * i + 1)])], "goaway 1999 EnhanceYourCalm"),
        ["10.5 pings without end"] = ([Begin(), .. Enumerable.Repeat(Of(6, 0, 0, new byte[8]), 1100)], "goaway 0 EnhanceYourCalm"),
        ["10.5 settings without end"] = ([Begin(), .. Enumerable.Repeat(Settings(), 1100)], "goaway 0 EnhanceYourCalm"),
        ["10.5 empty data without end"] = ([Begin(), Open, .. Enumerable.Repeat(Data(1, false, 0), 1100)], "goaway 1 EnhanceYourCalm"),
        ["10.5 priorities without end"] = ([Begin(), .. Enumerable.Repeat(Of(2, 0, 1, 0, 0, 0, 3, 0), 1100)], "goaway 0 EnhanceYourCalm"),
        ["10.5.1 a head without end"] = ([Begin(), Of(1, 1, 1, Block()), .. Enumerable.Repeat(Of(9, 0, 1), 100)], "goaway 0 EnhanceYourCalm"),
        ["10.5.1 a coded head that is too large"] = ([Begin(), Of(1, 1, 1, Block()), .. Enumerable.Repeat(Of(9, 0, 1, new byte[16384]), 6)], "goaway 0 EnhanceYourCalm"),
        ["10.5.1 a head that is too large when it is read"] = ([Begin(), Of(1, 5, 1, [.. Block(), .. Enumerable.Repeat<byte>(0x84, 3000)])], "reset 1 EnhanceYourCalm"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_must_be_refused_is(string name)
    {
        var (frames, error) = Cases[name];
        var here = new RecordingStreams();
        here.Said();
        foreach (var frame in frames) here.Give(frame);
        Assert.Equal(error, here.Said().FirstOrDefault(s => s.StartsWith("reset", StringComparison.Ordinal) || s.StartsWith("goaway", StringComparison.Ordinal)));
        Assert.Equal(error.StartsWith("goaway", StringComparison.Ordinal), here.Connection.IsBroken);
        if (here.Connection.IsBroken) Assert.Equal(0, here.Connection.StreamCount);
    }

    /// <summary>What is refused on one stream leaves the others alone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_refused_on_a_stream_does_not_end_the_connection(string name)
    {
        var (frames, error) = Cases[name];
        if (!error.StartsWith("reset", StringComparison.Ordinal)) return;
        var here = new RecordingStreams();
        foreach (var frame in frames) here.Give(frame);
        here.Give(Of(6, 0, 0, "12345678"u8.ToArray()));
        Assert.Contains("pong 12345678", here.Said());
    }
}
