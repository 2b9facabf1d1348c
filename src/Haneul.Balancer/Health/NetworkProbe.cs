using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// Runs health checks over the network, from the node's address in its namespace: HTTP/1.1, HTTP/2 and gRPC, each with TLS where the group says so (certificates of targets are not looked at, as on AWS), or a mere connection.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
/// </summary>
internal sealed class NetworkProbe(ISocketSource sockets, FunctionClient functions, TimeProvider time)
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>What is read after the code, so that the target need not see its answer cut off.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>Throws <see cref="OperationCanceledException"/> where the time is over.</summary>
    public async Task<ProbeResult> RunAsync(HealthProbe asked, CancellationToken cancelled)
    {
        if (asked.Pool.Type == TargetType.Lambda) return await FunctionProbe.RunAsync(functions, asked, time, cancelled);
        try
        {
            return asked.Pool.ProtocolVersion is "HTTP2" or "GRPC" && asked.Check.Protocol is BalancerProtocol.Http or BalancerProtocol.Https
                ? await Http2Probe.RunAsync(asked, c => ReachAsync(asked, c), cancelled)
                : await PlainAsync(asked, cancelled);
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException or HttpRequestException)
        {
            cancelled.ThrowIfCancellationRequested();
            return new ProbeResult(ProbeVerdict.Failed);
        }
    }

    private async Task<ProbeResult> PlainAsync(HealthProbe asked, CancellationToken cancelled)
    {
        await using var stream = await ConnectAsync(asked, cancelled);
        if (asked.Check.Protocol is not (BalancerProtocol.Http or BalancerProtocol.Https)) return new ProbeResult(ProbeVerdict.Passed);
        await stream.WriteAsync(Request(asked), cancelled);
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (answer.AsSpan(0, length).IndexOf("\r\n"u8) < 0)
        {
            var read = length < answer.Length ? await stream.ReadAsync(answer.AsMemory(length), cancelled) : 0;
            if (read == 0) return new ProbeResult(ProbeVerdict.Failed);
            length += read;
        }
        if (CodeOf(answer.AsSpan(0, length)) is not { } code) return new ProbeResult(ProbeVerdict.Failed);
        await ReadRestAsync(stream, answer, cancelled);
        return new ProbeResult(CodeMatcher.Of(asked.Pool).Has(code) ? ProbeVerdict.Passed : ProbeVerdict.Mismatch, code);
    }

    private async Task<Stream> ConnectAsync(HealthProbe asked, CancellationToken cancelled)
    {
        var stream = await ReachAsync(asked, cancelled);
        if (asked.Check.Protocol is not (BalancerProtocol.Https or BalancerProtocol.Tls)) return stream;
        try
        {
            var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "" }, cancelled);
            return secure;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection without TLS.</summary>
    private async Task<Stream> ReachAsync(HealthProbe asked, CancellationToken cancelled)
    {
        var socket = Open(asked);
        try
        {
            socket.NoDelay = true;
            socket.Bind(new IPEndPoint(IPAddress.Parse(asked.From.ToString()), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(asked.To.ToString()), asked.Port), cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Socket Open(HealthProbe asked)
    {
        try
        {
            return new Socket(sockets.Open(asked.Space, asked.To.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream));
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new InvalidOperationException($"A health check has no socket in namespace '{asked.Space}': {e.Message}", e);
        }
    }

    private static byte[] Request(HealthProbe asked) => Encoding.ASCII.GetBytes(
        $"GET {asked.Check.Path ?? "/"} HTTP/1.1\r\nHost: {Authority(asked)}\r\nConnection: close\r\nUser-Agent: ELB-HealthChecker/2.0\r\nAccept-Encoding: gzip, compressed\r\n\r\n");

    internal static string Authority(HealthProbe asked) => $"{(asked.To.IsV6 ? $"[{asked.To}]" : asked.To.ToString())}:{asked.Port}";

    /// <summary>Null where it is no status line of HTTP/1 (RFC 9112, section 4).</summary>
    private static int? CodeOf(ReadOnlySpan<byte> answer) =>
        answer.Length >= 13 && answer.StartsWith("HTTP/1."u8) && answer[8] == ' ' && answer[12] is (byte)' ' or (byte)'\r'
            && Utf8Parser.TryParse(answer[9..12], out int code, out var used) && used == 3 && code >= 100 ? code : null;

    private async Task ReadRestAsync(Stream stream, byte[] buffer, CancellationToken cancelled)
    {
        using var few = new CancellationTokenSource(Rest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(few.Token, cancelled);
        try
        {
            for (var left = LongestAnswer; left > 0;)
            {
                var read = await stream.ReadAsync(buffer, both.Token);
                if (read == 0) return;
                left -= read;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The code is known: what comes after it changes nothing.
        }
    }
}
