using System.Diagnostics;
using System.Net.Sockets;

namespace Haneul.Tests.Balancing;

/// <summary>A server of somebody else's, in the foreground, until the test ends.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Served(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Started, and listening at that port of 127.0.0.1.</summary>
    public static async Task<Served> StartAsync(string program, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        var server = new Served(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < RawClient.Patience;)
        {
            if (server._process.HasExited) throw new InvalidOperationException($"{program} ended: {await server._errors}");
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return server;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }
        await server.DisposeAsync();
        throw new TimeoutException($"{program} does not listen at {port}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
