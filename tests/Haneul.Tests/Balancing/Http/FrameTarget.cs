using System.Text;
using Haneul.Balancer.Http2;
using Haneul.Tests.Http2;

namespace Haneul.Tests.Balancing;

/// <summary>A target that reads frames of HTTP/2 and says with frames, good ones and bad ones, what a test says.</summary>
internal sealed class FrameTarget : IAsyncDisposable
{
    private readonly RawTarget _target;
    private int _calls;

    /// <param name="serve">Does with a connection what a test wants; connections are counted from 1.</param>
    public FrameTarget(Func<FrameCall, int, Task> serve) => _target = new RawTarget(call => serve(new FrameCall(call), Interlocked.Increment(ref _calls)));

    public int Port => _target.Port;

    public int Connections => _target.Connections;

    public ValueTask DisposeAsync() => _target.DisposeAsync();
}

/// <summary>One connection to a <see cref="FrameTarget"/>.</summary>
internal sealed class FrameCall(TargetCall call)
{
    private readonly FrameReader _reader = new(buffer => call.Socket.ReceiveAsync(buffer), hasPreface: true);

    public TargetCall Raw => call;

    /// <summary>Our settings first.</summary>
    public Task GreetAsync(params (int Id, uint Value)[] settings) => SendAsync(Frames.Settings(settings), Frames.Of(4, 1, 0));

    public Task SendAsync(params byte[][] frames) => call.SendAsync(frames.SelectMany(f => f).ToArray());

    public static byte[] Head(int stream, bool ends, params string[] fields) => Frames.Of(1, ends ? 5 : 4, stream, Frames.Raw([":status: 200", .. fields]));

    public static byte[] Text(int stream, string text, bool ends = true) => Frames.Of(0, ends ? 1 : 0, stream, Encoding.Latin1.GetBytes(text));

    /// <summary>A whole answer.</summary>
    public Task AnswerAsync(int stream, string text) => SendAsync(Head(stream, false), Text(stream, text));

    /// <summary>Last stream, and why.</summary>
    public static byte[] GoAway(int last, uint error = 0) => Frames.Of(7, 0, 0, [.. Frames.Big((uint)last), .. Frames.Big(error)]);

    /// <summary>Any frame; null at the end.</summary>
    public Task<SeenFrame?> NextAsync() => _reader.NextAsync();

    public Task<SeenFrame?> NextAsync(FrameType type) => _reader.NextAsync(type);

    /// <summary>The next request's head; null at the end.</summary>
    public Task<SeenFrame?> RequestAsync() => _reader.NextAsync(FrameType.Headers);

    /// <summary>Reads on until the stream's end; how many bytes of a body came.</summary>
    public async Task<int> DrainAsync(SeenFrame head)
    {
        var total = 0;
        for (var frame = head; !frame.Ends || frame.Header.Stream != head.Header.Stream;)
        {
            frame = await NextAsync() ?? throw new IOException("the request broke off");
            if (frame.Header.Type == FrameType.Data && frame.Header.Stream == head.Header.Stream) total += frame.Bytes.Length;
        }
        return total;
    }

    /// <summary>Until the balancer leaves.</summary>
    public async Task WaitAsync()
    {
        while (await NextAsync() is not null)
        {
            // Whatever it says.
        }
    }
}
