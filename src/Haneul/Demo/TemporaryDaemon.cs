using System.Diagnostics;
using Haneul.Commands;
using Haneul.Daemon;

namespace Haneul.Demo;

/// <summary>A daemon with a free port and a data directory of its own, as a child process: it ends when this process does, and its directory goes with it.</summary>
internal sealed class TemporaryDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartUpLimit = TimeSpan.FromSeconds(30), StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;

    private TemporaryDaemon(Process process, string data, string endpoint) => (this.process, Data, Endpoint) = (process, data, endpoint);

    public string Data { get; }

    public string Endpoint { get; }

    public static async Task<TemporaryDaemon> StartAsync(string data, CancellationToken cancel)
    {
        var info = Self.StartInfo("up", "--port", "0", "--data", data, "--with-parent");
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        var process = Process.Start(info) ?? throw new UserError("Cannot start a daemon");
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < StartUpLimit)
        {
            if (DataDirectory.ReadCard(data) is { } card && card.Pid == process.Id) return new TemporaryDaemon(process, data, card.Endpoint);
            if (process.HasExited) throw new UserError($"The daemon did not start: {(await said).Trim()}");
            await Task.Delay(5, cancel);
        }
        process.Kill();
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
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
    }
}
