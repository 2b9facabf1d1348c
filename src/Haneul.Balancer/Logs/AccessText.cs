using System.Buffers;

namespace Haneul.Balancer;

/// <summary>What of a request's head its log line will say; taken at its beginning, because the head is gone when the line is written. Only where logs are on.</summary>
internal sealed class AccessText
{
    private const int Limit = 40 * 1024;
    private byte[] _bytes = [];
    private int _request;
    private int _agent;
    private int _trace;

    public bool IsTaken { get; private set; }

    /// <summary>Method, URL and version in quotes, and the user agent in quotes.</summary>
    public ReadOnlySpan<byte> Request => _bytes.AsSpan(0, _request);

    public ReadOnlySpan<byte> Agent => _bytes.AsSpan(_request, _agent);

    public ReadOnlySpan<byte> Trace => _bytes.AsSpan(_request + _agent, _trace);

    public ServedAction? Action { get; set; }

    public ClassificationReason Reason { get; private set; }

    public void Take(RequestHead head, ServedListener listener, bool isHttp2 = false)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(Limit);
        (IsTaken, _trace, Action, Reason) = (true, 0, null, head.Reason);
        var writer = new HeadWriter(_bytes);
        if (head.TargetLength == 0)
        {
            writer.Put("- http://"u8);
            writer.Put(listener.Address);
            writer.Put("- -"u8);
        }
        else
        {
            writer.Put(head.Method[..Math.Min(head.MethodLength, 64)]);
            writer.Put((byte)' ');
            writer.Put(listener.Forward.Protocol);
            writer.Put("://"u8);
            PutEscaped(ref writer, head.HostLength > 0 ? head.Host : listener.Address, 1024);
            if (head.Host.LastIndexOf((byte)':') <= head.Host.LastIndexOf((byte)']'))
            {
                writer.Put((byte)':');
                writer.Put(listener.Forward.Port);
            }
            PutEscaped(ref writer, head.PathAndQuery, 4096);
            writer.Put(isHttp2 ? " HTTP/2.0"u8 : head.IsVersion10 ? " HTTP/1.0"u8 : " HTTP/1.1"u8);
        }
        _request = writer.Length;
        var agent = head.Value(KnownHeader.UserAgent);
        PutEscaped(ref writer, agent.IsEmpty ? "-"u8 : agent, 4096);
        _agent = writer.Length - _request;
    }

    public void TakeTrace(ReadOnlySpan<byte> trace)
    {
        if (!IsTaken) return;
        _trace = Math.Min(trace.Length, 1024);
        trace[.._trace].CopyTo(_bytes.AsSpan(_request + _agent));
    }

    public void Drop()
    {
        if (!IsTaken) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, IsTaken, _request, _agent, _trace, Action) = ([], false, 0, 0, 0, null);
    }

    /// <summary>Quotes, backslashes and what is not printable become \xNN; at most so many bytes are taken, so four times as many are written.</summary>
    private static void PutEscaped(ref HeadWriter to, ReadOnlySpan<byte> text, int most)
    {
        foreach (var b in text[..Math.Min(text.Length, most)])
        {
            if (b is > 32 and < 127 and not (byte)'"' and not (byte)'\\' || b == 32)
            {
                to.Put(b);
                continue;
            }
            to.Put("\\x"u8);
            to.Put("0123456789abcdef"u8[b >> 4]);
            to.Put("0123456789abcdef"u8[b & 15]);
        }
    }
}
