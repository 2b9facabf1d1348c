using System.Diagnostics;
using System.Text.Json;
using Haneul.Tests.Packets;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Carried;

/// <summary>A Haneul that carries packets, with a group <c>web</c> that somebody follows as its load rises and falls.</summary>
internal sealed class LoadedCloud : IAsyncDisposable
{
    private readonly CarryingDaemon daemon;
    private Process? follow;
    private Task<string> followed = Task.FromResult("");

    private LoadedCloud(CarryingDaemon daemon) => this.daemon = daemon;

    public static async Task<LoadedCloud> StartAsync(params string[] words)
    {
        var cloud = new LoadedCloud(await CarryingDaemon.StartAsync());
        try
        {
            foreach (var program in words) await cloud.daemon.Boto3Async(program);
            cloud.follow = Process.Start(cloud.daemon.Inside("dotnet", [Path.Combine(AppContext.BaseDirectory, "haneul.dll"), "groups", "web", "--follow", "--json", "--data", cloud.daemon.Data])) ?? throw new InvalidOperationException("It did not start");
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var begun = await cloud.follow.StandardError.ReadLineAsync(late.Token);
            if (begun != "following web; Ctrl-C ends it") throw new Xunit.Sdk.XunitException($"It is not followed: {begun}");
            cloud.followed = cloud.follow.StandardOutput.ReadToEndAsync();
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonElement> ValueAsync(string expression) => await daemon.Boto3Async($"print(json.dumps({expression}))");

    /// <summary>Waits until a Python expression is true.</summary>
    public Task UntilAsync(string expression, int seconds) =>
        Waiting.Until(async () => (await ValueAsync($"bool({expression})")).GetBoolean(), expression, TimeSpan.FromSeconds(seconds), PageAsync);

    /// <summary>What a command line says in a host.</summary>
    public async Task<string> SaidInAsync(string host, string command) => (await daemon.InAsync(host, command, "root")).Good();

    /// <summary>What <c>haneul groups web</c> prints.</summary>
    public async Task<string> PageAsync() => (await daemon.HaneulAsync("groups", "web", "--data", daemon.Data)).Good();

    /// <summary>Ends to follow; what was told, each as <c>kind subject before after</c>.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync()
    {
        follow?.Kill();
        var lines = (await followed).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(l => JsonDocument.Parse(l).RootElement).Select(c => string.Join(' ', ((string[])["kind", "subject", "before", "after"]).Select(n => c.TryGetProperty(n, out var value) ? value.GetString() : "-")))];
    }

    public async ValueTask DisposeAsync()
    {
        if (follow is not null)
        {
            follow.Kill();
            await follow.WaitForExitAsync();
            follow.Dispose();
        }
        await daemon.DisposeAsync();
    }
}
