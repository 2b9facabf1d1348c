using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haneul.Tests.Balancing;

/// <summary>An answer as it came: status (0: the connection ended without one), head, and the body with its framing removed.</summary>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(l => l[(name.Length + 1)..].Trim()).FirstOrDefault();
}

/// <summary>A client that sends any bytes and reads answers strictly; every wait has an end.</summary>
internal sealed class RawClient : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _read = [];

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return client;
    }

    public Socket Socket => _socket;

    /// <summary>What was read and not taken yet.</summary>
    public int Buffered => _read.Count;

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, end.Token)..];
    }

    /// <summary>One answer that is not interim.</summary>
    public async Task<RawAnswer> ReadAsync(bool isHead = false)
    {
        while (true)
        {
            var head = await ReadToAsync("\r\n\r\n");
            if (head is null) return new RawAnswer(0, "", "");
            var status = int.Parse(head.Split(' ')[1]);
            if (status is >= 100 and < 200 and not 101) continue;
            var answer = new RawAnswer(status, head, "");
            if (isHead || status is 101 or 204 or 304) return answer;
            if (answer.Header("Transfer-Encoding") is not null) return answer with { Body = await ReadChunksAsync() };
            if (answer.Header("Content-Length") is { } length) return answer with { Body = await ReadExactlyAsync(int.Parse(length)) };
            return answer with { Body = await ReadToEndAsync() };
        }
    }

    private async Task<string> ReadChunksAsync()
    {
        var body = new StringBuilder();
        while (await ReadToAsync("\r\n") is { } line)
        {
            var size = Convert.ToInt32(line.Trim().Split(';')[0], 16);
            if (size == 0)
            {
                while (await ReadToAsync("\r\n") is { Length: > 2 })
                {
                    // Trailers.
                }
                return body.ToString();
            }
            body.Append(await ReadExactlyAsync(size));
            await ReadExactlyAsync(2);
        }
        throw new EndOfStreamException("the chunks broke off");
    }

    public async Task<string?> ReadToAsync(string end)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString(_read.ToArray());
            if (text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at) return Taken(at + end.Length);
            if (!await ReadMoreAsync()) return null;
        }
    }

    public async Task<string> ReadExactlyAsync(int count)
    {
        while (_read.Count < count)
        {
            if (!await ReadMoreAsync()) throw new EndOfStreamException($"{_read.Count} of {count} bytes came");
        }
        return Taken(count);
    }

    public async Task<string> ReadToEndAsync()
    {
        while (await ReadMoreAsync())
        {
            // Until the end.
        }
        return Taken(_read.Count);
    }

    private string Taken(int count)
    {
        var text = Encoding.Latin1.GetString(_read.ToArray(), 0, count);
        _read.RemoveRange(0, count);
        return text;
    }

    public async Task<bool> ReadMoreAsync()
    {
        using var end = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        var count = await _socket.ReceiveAsync(buffer, end.Token);
        _read.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }

    public void Dispose() => _socket.Dispose();
}
