using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Haneul.Tests.Balancing;

/// <summary>A program of others that serves on a port of loopback while a test runs; it and its children are gone afterwards.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly List<string> said = [];

    private PeerServer(Process process, int port)
    {
        (this.process, Port) = (process, port);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Starts it, and waits until the port takes connections.</summary>
    public static async Task<PeerServer> StartAsync(int port, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var server = new PeerServer(Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start"), port);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience;)
        {
            if (await ListensAsync(port)) return server;
            if (server.process.HasExited) throw new InvalidOperationException($"{program} ended: {server.Said}");
            await Task.Delay(50);
        }
        throw new TimeoutException($"{program} does not listen: {server.Said}");
    }

    /// <summary>All that it printed so far.</summary>
    public string Said
    {
        get
        {
            lock (said) return string.Join('\n', said);
        }
    }

    /// <summary>Waits until it has printed a line with this in it.</summary>
    public async Task<string> SaysAsync(string text)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(50))
        {
            lock (said)
            {
                if (said.Find(l => l.Contains(text, StringComparison.Ordinal)) is { } line) return line;
            }
        }
        throw new TimeoutException($"'{text}' was not said: {Said}");
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (said) said.Add(line);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
