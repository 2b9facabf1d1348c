using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Haneul.Dns;

/// <summary>
/// Answers DNS on a UDP and a TCP socket (RFC 1035, 4.2; RFC 7766) that it is given bound, and closes. Nothing that comes in ends it; what fails is told to whoever made it.
/// </summary>
public sealed class DnsServer : IAsyncDisposable
{
    private const int MostQuestions = 256;

    /// <summary>A question is a name and little more; what is longer comes by TCP.</summary>
    private const int LargestUdpQuestionBytes = 4096;

    private const int MostConnections = 64;

    /// <summary>How long a TCP client may be silent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket udp;
    private readonly Socket tcp;
    private readonly IResolver resolver;
    private readonly Action<string> failed;
    private readonly SemaphoreSlim questions = new(MostQuestions, MostQuestions);
    private readonly SemaphoreSlim connections = new(MostConnections, MostConnections);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loops;

    /// <param name="udp">Makes the socket for datagrams, bound.</param>
    /// <param name="tcp">Makes the one for connections, bound; this server listens on it.</param>
    /// <param name="resolver">Knows the names.</param>
    /// <param name="failed">Is told what went wrong; it may be called by several threads.</param>
    public DnsServer(Func<Socket> udp, Func<Socket> tcp, IResolver resolver, Action<string> failed)
    {
        (this.resolver, this.failed) = (resolver, failed);
        this.udp = udp();
        try
        {
            this.tcp = tcp();
            this.tcp.Listen(MostConnections);
        }
        catch
        {
            this.udp.Dispose();
            this.tcp?.Dispose();
            throw;
        }
        loops = Task.WhenAll(ReceiveAsync(), AcceptAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        udp.Dispose();
        tcp.Dispose();
        await loops;
    }

    private async Task ReceiveAsync()
    {
        await Task.Yield();
        var buffer = new byte[LargestUdpQuestionBytes];
        var anybody = new IPEndPoint(udp.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var got = await udp.ReceiveFromAsync(buffer, anybody, stop.Token);
                if (await questions.WaitAsync(0)) _ = AnswerAsync(buffer.AsSpan(0, got.ReceivedBytes).ToArray(), (IPEndPoint)got.RemoteEndPoint);
            }
            catch (Exception e) when (IsEnd(e))
            {
                return;
            }
            catch (SocketException e)
            {
                // An earlier answer could not be delivered: the socket goes on.
                failed($"Receiving a DNS query: {e.Message}");
            }
        }
    }

    private async Task AnswerAsync(byte[] query, IPEndPoint asker)
    {
        try
        {
            if (await DnsAnswering.AnswerAsync(query, resolver, asker.Address, isUdp: true, stop.Token) is { } answer) await udp.SendToAsync(answer, asker, stop.Token);
        }
        catch (Exception e)
        {
            if (!IsEnd(e)) failed($"Answering a DNS query of {asker}: {e.Message}");
        }
        finally
        {
            questions.Release();
        }
    }

    private async Task AcceptAsync()
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await tcp.AcceptAsync(stop.Token);
                if (await connections.WaitAsync(0)) _ = ServeAsync(client);
                else client.Dispose();
            }
            catch (Exception e) when (IsEnd(e))
            {
                return;
            }
            catch (SocketException e)
            {
                failed($"Accepting a DNS connection: {e.Message}");
            }
        }
    }

    /// <summary>One question after the other, each with its length before it, until the client is silent or leaves.</summary>
    private async Task ServeAsync(Socket client)
    {
        try
        {
            using (client)
            {
                var asker = (client.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
                var buffer = new byte[2 + DnsMessage.LargestBytes];
                while (await FillAsync(client, buffer.AsMemory(0, 2)))
                {
                    var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
                    if (!await FillAsync(client, buffer.AsMemory(2, length))) return;
                    if (await DnsAnswering.AnswerAsync(buffer.AsMemory(2, length), resolver, asker, isUdp: false, stop.Token) is not { } answer) return;
                    var framed = new byte[2 + answer.Length];
                    BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)answer.Length);
                    answer.CopyTo(framed, 2);
                    using var limit = Limit();
                    for (var sent = 0; sent < framed.Length;) sent += await client.SendAsync(framed.AsMemory(sent), limit.Token);
                }
            }
        }
        catch (Exception e)
        {
            // The client went, or was silent for too long: nobody waits for an answer.
            if (e is not (SocketException or OperationCanceledException or ObjectDisposedException)) failed($"Answering a DNS connection: {e.Message}");
        }
        finally
        {
            connections.Release();
        }
    }

    /// <summary>False where the client has ended.</summary>
    private async Task<bool> FillAsync(Socket client, Memory<byte> buffer)
    {
        using var limit = Limit();
        for (var filled = 0; filled < buffer.Length;)
        {
            var got = await client.ReceiveAsync(buffer[filled..], limit.Token);
            if (got == 0) return false;
            filled += got;
        }
        return true;
    }

    private CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(Patience);
        return limit;
    }

    private bool IsEnd(Exception e) => stop.IsCancellationRequested || e is ObjectDisposedException;
}
