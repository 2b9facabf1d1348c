using Haneul.Balancer.Http2;
using Xunit;
using static Haneul.Tests.Http2.Frames;

namespace Haneul.Tests.Http2;

/// <summary>What RFC 9113 says must be refused of a server: frames in, the error out. Stream 1 is a request with a body that goes on, stream 3 one that is whole.</summary>
public sealed class ClientConformanceTests
{
    private static readonly byte[] Begun = Settings();

    private static readonly Dictionary<string, (byte[][] In, string Out)> Cases = new()
    {
        ["3.4 settings do not come first"] = ([Answer(3, true)], "goaway 0 Protocol"),
        ["3.4 it speaks HTTP/1.1"] = (["HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray()], "goaway 0 FrameSize"),
        ["4.2 a frame is too long"] = ([Begun, Answer(3, false), Data(3, false, 16385)], "goaway 0 FrameSize"),
        ["4.3 a block is broken"] = ([Begun, Of(1, 5, 3, 0x80)], "goaway 0 Compression"),
        ["4.3 another frame stands in a block"] = ([Begun, Of(1, 1, 3, Raw(":status: 200")), Of(6, 0, 0, new byte[8])], "goaway 0 Protocol"),
        ["5.1 data on a stream that was never opened"] = ([Begun, Data(5, true, 1)], "goaway 0 Protocol"),
        ["5.1 a head on a stream that was never opened"] = ([Begun, Answer(5, true)], "goaway 0 Protocol"),
        ["5.1 a head on a stream of the server's"] = ([Begun, Answer(2, true)], "goaway 0 Protocol"),
        ["5.1 a reset of a stream that was never opened"] = ([Begun, Reset(7)], "goaway 0 Protocol"),
        ["5.1 data after the end"] = ([Begun, Answer(1, true), Data(1, true, 1)], "reset 1 StreamClosed"),
        ["5.1 a head after the end"] = ([Begun, Answer(1, true), Answer(1, true)], "reset 1 StreamClosed"),
        ["6.1 data before the head"] = ([Begun, Data(3, true, 1)], "reset 3 Protocol"),
        ["6.1 data on stream 0"] = ([Begun, Data(0, true, 1)], "goaway 0 Protocol"),
        ["6.1 padding longer than data"] = ([Begun, Answer(3, false), Of(0, 9, 3, 5, 1, 2)], "goaway 0 Protocol"),
        ["6.5.2 the server may not push, and says it does"] = ([Settings((2, 1))], "goaway 0 Protocol"),
        ["6.5.2 a window beyond 2^31-1"] = ([Settings((4, 0x8000_0000))], "goaway 0 FlowControl"),
        ["6.5.2 frames shorter than 2^14"] = ([Settings((5, 16383))], "goaway 0 Protocol"),
        ["6.6 the server pushes"] = ([Begun, Of(5, 4, 1, [0, 0, 0, 2, .. Block()])], "goaway 0 Protocol"),
        ["6.7 a ping of another length"] = ([Begun, Of(6, 0, 0, new byte[6])], "goaway 0 FrameSize"),
        ["6.8 goaway that is cut"] = ([Begun, Of(7, 0, 0, new byte[7])], "goaway 0 FrameSize"),
        ["6.9 a window of 0 for a stream"] = ([Begun, Window(1, 0)], "reset 1 Protocol"),
        ["6.9 a window of 0 for the connection"] = ([Begun, Window(0, 0)], "goaway 0 Protocol"),
        ["6.9 more of a body than the window allows"] = ([Begun, Answer(3, false), .. Enumerable.Repeat(Data(3, false, 16384), 5)], "reset 3 FlowControl"),
        ["6.9.1 a stream's window beyond 2^31-1"] = ([Begun, Window(1, 0x7fff_ffff)], "reset 1 FlowControl"),
        ["8.1 a second head that is no end"] = ([Begun, Answer(3, false), Of(1, 4, 3, Raw("a: b"))], "reset 3 Protocol"),
        ["8.1 an interim head that ends"] = ([Begun, Of(1, 5, 3, Raw(":status: 103"))], "reset 3 Protocol"),
        ["8.1.1 less than was told"] = ([Begun, Answer(3, false, "content-length: 5"), Data(3, true, 4)], "reset 3 Protocol"),
        ["8.1.1 more than was told"] = ([Begun, Answer(3, false, "content-length: 5"), Data(3, false, 6)], "reset 3 Protocol"),
        ["8.2.1 a name in capitals"] = ([Begun, Answer(3, true, "Server: a")], "reset 3 Protocol"),
        ["8.2.1 a value with a line's end"] = ([Begun, Answer(3, true, "a: b\r\nset-cookie: c")], "reset 3 Protocol"),
        ["8.2.2 transfer-encoding"] = ([Begun, Answer(3, false, "transfer-encoding: chunked")], "reset 3 Protocol"),
        ["8.2.2 connection"] = ([Begun, Answer(3, true, "connection: close")], "reset 3 Protocol"),
        ["8.3.2 no status"] = ([Begun, Of(1, 5, 3, Raw("server: a"))], "reset 3 Protocol"),
        ["8.3.2 a status that is none"] = ([Begun, Of(1, 5, 3, Raw(":status: ok!"))], "reset 3 Protocol"),
        ["8.3.2 a status beside another pseudo-field"] = ([Begun, Of(1, 5, 3, Raw(":status: 200", ":path: /"))], "reset 3 Protocol"),
        ["8.6 it switches protocols"] = ([Begun, Of(1, 4, 3, Raw(":status: 101"))], "reset 3 Protocol"),
        ["10.5 pings without end"] = ([Begun, .. Enumerable.Repeat(Of(6, 0, 0, new byte[8]), 1100)], "goaway 0 EnhanceYourCalm"),
        ["10.5 interim heads without end"] = ([Begun, .. Enumerable.Repeat(Of(1, 4, 3, Raw(":status: 103")), 1100)], "goaway 0 EnhanceYourCalm"),
        ["10.5 empty data without end"] = ([Begun, Answer(3, false), .. Enumerable.Repeat(Data(3, false, 0), 1100)], "goaway 0 EnhanceYourCalm"),
        ["10.5.1 a head without end"] = ([Begun, Of(1, 1, 3, Raw(":status: 200")), .. Enumerable.Repeat(Of(9, 0, 3), 100)], "goaway 0 EnhanceYourCalm"),
        ["10.5.1 a head that is too large when it is read"] = ([Begun, Of(1, 5, 3, [.. Raw(":status: 200"), .. Enumerable.Repeat<byte>(0x9f, 3000)])], "reset 3 EnhanceYourCalm"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_server_may_not_do_is_refused(string name)
    {
        var (frames, error) = Cases[name];
        var here = Asking();
        foreach (var frame in frames) here.Give(frame);
        Assert.Equal(error, here.Said().FirstOrDefault(s => s.StartsWith("reset", StringComparison.Ordinal) || s.StartsWith("goaway", StringComparison.Ordinal)));
        Assert.Equal(error.StartsWith("goaway", StringComparison.Ordinal), here.Connection.IsBroken);
        if (here.Connection.IsBroken) Assert.Equal(["reset 1", "reset 3"], here.Told.Where(t => t.StartsWith("reset", StringComparison.Ordinal)).Select(t => t[..7]).Order());
    }

    [Fact]
    public void Streams_that_the_server_has_not_touched_are_told_apart_when_it_goes()
    {
        var here = Asking().Give([.. Begun, .. Answer(1, false), .. Of(7, 0, 0, [0, 0, 0, 1, 0, 0, 0, 0])]);
        Assert.Equal(["head 1", "reset 3 RefusedStream"], here.Told);
        Assert.False(here.Connection.TryOpen(new Http2Stream()));
        here.Give(Data(1, true, 5));
        Assert.Equal("data 1 5 end", here.Told[^1]);
    }

    [Fact]
    public void No_more_streams_are_opened_than_the_server_takes()
    {
        var here = new RecordingStreams(isServer: false).Give(Settings((3, 2)));
        Assert.True(here.Connection.TryOpen(new Http2Stream()));
        Assert.True(here.Connection.TryOpen(new Http2Stream()));
        Assert.False(here.Connection.TryOpen(new Http2Stream()));
    }

    [Fact]
    public void One_who_measures_the_way_while_a_body_moves_is_answered_as_often()
    {
        var here = Asking().Give([.. Begun, .. Answer(3, false)]);
        here.Consumes = true;
        for (var i = 0; i < 3000; i++) here.Give([.. Data(3, false, 100), .. Of(6, 0, 0, new byte[8])]);
        Assert.False(here.Connection.IsBroken);
        Assert.Equal(3000, here.Said().Count(s => s.StartsWith("pong", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_server_may_end_every_stream_before_it_has_read_all_of_it()
    {
        var here = new RecordingStreams(isServer: false).Give(Begun);
        for (var i = 0; i < 3000; i++)
        {
            var stream = new Http2Stream();
            Assert.True(here.Connection.TryOpen(stream));
            here.Connection.SendHead(stream, Block(), ends: false);
            here.Give([.. Answer(stream.Id, true), .. Reset(stream.Id, 0)]);
            here.Said();
        }
        Assert.False(here.Connection.IsBroken);
    }

    private static RecordingStreams Asking()
    {
        var here = new RecordingStreams(isServer: false) { Consumes = false };
        foreach (var ends in (bool[])[false, true])
        {
            var stream = new Http2Stream();
            Assert.True(here.Connection.TryOpen(stream));
            here.Connection.SendHead(stream, Block(), ends);
        }
        here.Said();
        return here;
    }

    private static byte[] Answer(int stream, bool ends, params string[] fields) => Of(1, ends ? 5 : 4, stream, Raw([":status: 200", .. fields]));
}
