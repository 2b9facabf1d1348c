using System.Diagnostics;
using Haneul.Commands;
using Haneul.Daemon;
using Haneul.Rootless;

namespace Haneul.Demo;

/// <summary>A daemon with a free port and a data directory of its own, as a child process: it ends when this process does, and its directory goes with it.</summary>
internal sealed class TemporaryDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartUpLimit = TimeSpan.FromSeconds(30), StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private TemporaryDaemon(Process process, string data) => (this.process, Data) = (process, data);

    public string Data { get; }

    public string Endpoint { get; private set; } = "";

    public static async Task<TemporaryDaemon> StartAsync(string data, CancellationToken cancel)
    {
        var info = Self.StartInfo("up", "--port", "0", "--data", data, "--with-parent");
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        var process = Process.Start(info) ?? throw new UserError("Cannot start a daemon");
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var daemon = new TemporaryDaemon(process, data);
        try
        {
            daemon.Endpoint = await ReadyAsync(process, data, said, cancel);
            return daemon;
        }
        catch
        {
            // Also when interrupted while it starts: neither process nor directory may stay behind.
            await daemon.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> ReadyAsync(Process process, string data, Task<string> said, CancellationToken cancel)
    {
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < StartUpLimit)
        {
            if (DataDirectory.ReadCard(data) is { } card && card.Pid == process.Id) return card.Endpoint;
            if (process.HasExited) throw new UserError($"The daemon did not start: {(await said).Trim()}");
            await Task.Delay(5, cancel);
        }
        throw new UserError($"The daemon was not ready after {StartUpLimit.TotalSeconds} s");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
        process.Dispose();
        UserFiles.Remove(Data);
    }
}
