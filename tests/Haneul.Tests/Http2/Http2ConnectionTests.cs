using Haneul.Balancer.Http2;
using Xunit;
using static Haneul.Tests.Http2.Frames;

namespace Haneul.Tests.Http2;

public sealed class Http2ConnectionTests
{
    private static RecordingStreams Begun(Http2Limits? limits = null, params (int, uint)[] settings)
    {
        var here = new RecordingStreams(limits: limits).Give(Begin(settings));
        Assert.Equal(["settings", "window 0 983041", "settings ack"], here.Said());
        return here;
    }

    [Fact]
    public void A_request_comes_and_an_answer_goes()
    {
        var here = Begun().Give([.. Headers(1, false, ":method: POST", "te: trailers", "content-length: 10"), .. Data(1, false, 4), .. Data(1, false, 6), .. Trailers(1, "x-sum: 1")]);
        Assert.Equal(["head 1", "data 1 4", "data 1 6", "trailers 1"], here.Told);
        var stream = here.Streams[1];
        here.Connection.SendHead(stream, [0x88], ends: false);
        Assert.Equal(5, here.Connection.SendData(stream, new byte[5], ends: true));
        Assert.Equal(["headers 1", "data 1 5 end"], here.Said());
        Assert.True(stream.IsClosed);
        Assert.Equal(0, here.Connection.StreamCount);
    }

    [Fact]
    public void Bytes_may_be_cut_anywhere()
    {
        byte[] all = [.. Begin(), .. Headers(1, false, ":method: POST"), .. Data(1, false, 100), .. Of(0, 9, 1, [3, 7, 7, 0, 0, 0])];
        var here = new RecordingStreams();
        foreach (var one in all) here.Give([one]);
        Assert.Equal(["head 1", "data 1 100", "data 1 2 end"], here.Told);
    }

    [Fact]
    public void A_head_in_many_pieces_is_one_head()
    {
        var block = Block("x-long: " + new string('a', 300));
        var here = Begun().Give([.. Of(1, 1, 1, block[..3]), .. Of(9, 0, 1), .. Of(9, 0, 1, block[3..50]), .. Of(9, 4, 1, block[50..])]);
        Assert.Equal(["head 1 end"], here.Told);
    }

    [Fact]
    public void What_is_sent_keeps_to_both_windows_and_goes_on_when_they_open()
    {
        var here = Begun(null, (4, 100)).Give([.. Headers(1, true), .. Headers(3, true)]);
        var body = new byte[250];
        here.Connection.SendHead(here.Streams[1], [0x88], ends: false);
        Assert.Equal(100, here.Connection.SendData(here.Streams[1], body, ends: true));
        Assert.Equal(["headers 1", "data 1 100"], here.Said());
        here.OnWritable = s => here.Connection.SendData(s, body.AsSpan(100), ends: true);
        here.Give(Window(1, 150));
        Assert.Equal(["data 1 150 end"], here.Said());

        // Settings that make windows smaller may make them negative: section 6.9.2.
        here.Connection.SendData(here.Streams[3], new byte[60], ends: false);
        here.Give(Settings((4, 10)));
        here.Said();
        Assert.Equal(0, here.Connection.SendData(here.Streams[3], new byte[1], ends: true));
        here.OnWritable = s => here.Connection.SendData(s, new byte[1], ends: true);
        here.Give(Window(3, 50));
        Assert.Empty(here.Said());
        here.Give(Window(3, 1));
        Assert.Equal(["data 3 1 end"], here.Said());
    }

    [Fact]
    public void The_connections_window_holds_all_streams_back_together()
    {
        var here = Begun(null, (4, 1_000_000)).Give([.. Headers(1, true), .. Headers(3, true)]);
        Assert.Equal(65_535, here.Connection.SendData(here.Streams[1], new byte[100_000], ends: true));
        Assert.Equal(0, here.Connection.SendData(here.Streams[3], new byte[10], ends: true));
        here.Said();
        here.OnWritable = s => here.Connection.SendData(s, new byte[10], ends: false);
        here.Give(Window(0, 5));
        Assert.Single(here.Told, t => t.StartsWith("writable", StringComparison.Ordinal));
        Assert.Single(here.Said(), s => s is "data 1 5" or "data 3 5");
    }

    [Fact]
    public void A_body_without_length_ends_without_a_window()
    {
        var here = Begun(null, (4, 0)).Give(Headers(1, true));
        here.Connection.SendHead(here.Streams[1], [0x88], ends: false);
        here.Connection.SendData(here.Streams[1], default, ends: true);
        Assert.Equal(["headers 1", "data 1 0 end"], here.Said());
    }

    [Fact]
    public void Who_does_not_use_a_body_up_gets_no_more_of_it()
    {
        var here = Begun();
        here.Consumes = false;
        here.Give(Headers(1, false, ":method: POST"));
        for (var i = 0; i < 4; i++) here.Give(Data(1, false, 16384));
        Assert.DoesNotContain(here.Said(), s => s.StartsWith("window 1", StringComparison.Ordinal));
        here.Connection.Consumed(here.Streams[1], 40_000);
        Assert.Equal(["window 1 40000"], here.Said());
        here.Give(Data(1, false, 16384)).Give(Data(1, false, 16384)).Give(Data(1, false, 16384));
        Assert.Contains("reset 1 FlowControl", here.Said());
        Assert.Equal("reset 1 FlowControl", here.Told[^1]);
    }

    [Fact]
    public void Long_bodies_come_through_as_they_are_used_up()
    {
        var here = Begun().Give(Headers(1, false, ":method: POST"));
        long window = 65536, connection = 1024 * 1024, sent = 0;
        while (sent < 5_000_000)
        {
            Assert.True(window >= 16384 && connection >= 16384, $"stuck after {sent}");
            here.Give(Data(1, false, 16384));
            (window, connection, sent) = (window - 16384, connection - 16384, sent + 16384);
            foreach (var said in here.Said().Select(s => s.Split(' ')).Where(s => s[0] == "window"))
            {
                if (said[1] == "0") connection += long.Parse(said[2]);
                else window += long.Parse(said[2]);
            }
        }
        Assert.False(here.Connection.IsBroken);
    }

    [Fact]
    public void An_answer_before_the_requests_end_tells_the_client_to_stop_and_what_still_comes_does_no_harm()
    {
        var here = Begun().Give(Headers(1, false, ":method: POST"));
        here.Connection.SendHead(here.Streams[1], [0x88], ends: true);
        Assert.Equal(["headers 1 end", "reset 1 None"], here.Said());
        here.Give([.. Data(1, false, 100), .. Trailers(1, "a: b"), .. Window(1, 5), .. Reset(1)]);
        Assert.Empty(here.Said());
        Assert.False(here.Connection.IsBroken);
    }

    [Fact]
    public void A_long_head_goes_in_pieces_and_the_first_one_gives_up_the_table()
    {
        var here = Begun().Give([.. Headers(1, true), .. Headers(3, true)]);
        here.Connection.SendHead(here.Streams[1], new byte[40_000], ends: true);
        Assert.Equal(0x20, here.Connection.Out.Bytes[FrameHeader.Size]);
        Assert.Equal(["headers 1 end", "continuation 1", "continuation 1"], here.Said());
        here.Connection.SendHead(here.Streams[3], [0x88], ends: true);
        Assert.Equal(0x88, here.Connection.Out.Bytes[FrameHeader.Size]);
    }

    [Fact]
    public void After_goodbye_no_stream_begins_and_those_that_are_there_go_on()
    {
        var here = Begun().Give(Headers(1, true));
        here.Connection.GoAway();
        here.Give(Headers(3, true));
        Assert.Equal(["goaway 1 None"], here.Said());
        Assert.Equal(["head 1 end"], here.Told);
        here.Connection.SendHead(here.Streams[1], [0x88], ends: true);
        Assert.Equal(["headers 1 end"], here.Said());
    }

    [Fact]
    public void Time_and_finished_requests_pay_for_what_costs()
    {
        var here = Begun();
        for (var i = 0; i < 3000; i++)
        {
            here.Now += 10;
            here.Give(Of(6, 0, 0, new byte[8]));
        }
        Assert.False(here.Connection.IsBroken);
        for (var i = 0; i < 3000; i++)
        {
            here.Give(Headers(2 * i + 1, true));
            here.Connection.SendHead(here.Streams[2 * i + 1], [0x88], ends: true);
            here.Give(Of(6, 0, 0, new byte[8]));
        }
        Assert.False(here.Connection.IsBroken);
    }

    [Fact]
    public void A_client_and_a_server_of_ours_understand_each_other()
    {
        var server = new RecordingStreams();
        var client = new RecordingStreams(isServer: false);
        Http2Stream stream = new();
        Assert.True(client.Connection.TryOpen(stream));
        client.Connection.SendHead(stream, Block(":method: POST"), ends: false);
        client.Connection.SendData(stream, new byte[1000], ends: true);
        Carry(client, server);
        Assert.Equal(["head 1", "data 1 1000 end"], server.Told);
        server.Connection.SendHead(server.Streams[1], Raw(":status: 103", "link: a"), ends: false);
        server.Connection.SendHead(server.Streams[1], Raw(":status: 200"), ends: false);
        server.Connection.SendData(server.Streams[1], new byte[20_000], ends: false);
        server.Connection.SendHead(server.Streams[1], Raw("grpc-status: 0"), ends: true);
        Carry(server, client);
        Assert.Equal(["head 1", "head 1", "data 1 16384", "data 1 3616", "trailers 1"], client.Told);
        Assert.True(stream.IsClosed);
        Assert.Equal(128, client.Connection.PeerStreams);

        static void Carry(RecordingStreams from, RecordingStreams to)
        {
            to.Give(from.Connection.Out.Bytes);
            from.Connection.Out.Clear();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Noise_of_every_kind_breaks_nothing(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var here = new RecordingStreams().Give(Begin());
            for (var i = 0; i < 60 && !here.Connection.IsBroken; i++)
            {
                var frame = Any(random);
                if (random.Next(8) == 0) frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
                here.Give(frame);
                foreach (var stream in here.Streams.Values.Where(s => !s.IsClosed && random.Next(4) == 0).ToList())
                {
                    here.Connection.SendHead(stream, [0x88], ends: random.Next(3) == 0);
                    here.Connection.SendData(stream, new byte[random.Next(5000)], ends: random.Next(3) == 0);
                }
            }
            here.Said();
            Assert.InRange(here.Connection.StreamCount, 0, 128);
        }
    }

    private static byte[] Any(Random random)
    {
        var stream = random.Next(0, 12);
        return random.Next(9) switch
        {
            0 or 1 or 2 => Headers(stream | 1, random.Next(2) == 0, ":method: POST"),
            3 => Data(stream, random.Next(3) == 0, random.Next(3000)),
            4 => Window(stream, (uint)random.Next(100_000)),
            5 => Reset(stream),
            6 => Settings((random.Next(8), (uint)random.Next(100_000))),
            7 => Trailers(stream, "a: b"),
            _ => Of(random.Next(12), random.Next(256), stream, [.. Enumerable.Range(0, random.Next(40)).Select(_ => (byte)random.Next(256))]),
        };
    }
}
