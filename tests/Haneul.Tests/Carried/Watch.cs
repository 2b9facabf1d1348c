using System.Diagnostics;
using System.Text.Json;
using Haneul.Tests.Packets;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>A running <c>haneul watch --json</c>.</summary>
internal sealed class Watch(Process process) : IDisposable
{
    public static async Task<Watch> StartAsync(CarryingDaemon daemon, params string[] filter)
    {
        var process = Process.Start(daemon.Inside("dotnet", [Path.Combine(AppContext.BaseDirectory, "haneul.dll"), "watch", "--json", .. filter, "--data", daemon.Data])) ?? throw new InvalidOperationException("It did not start");
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.StartsWith("watching all VPCs", await process.StandardError.ReadLineAsync(late.Token));
        return new Watch(process);
    }

    public async Task<JsonElement> NextAsync(Func<JsonElement, bool>? isIt = null)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(late.Token) ?? throw new Xunit.Sdk.XunitException("The watch ended");
            var told = JsonDocument.Parse(line).RootElement;
            if (isIt is null || isIt(told)) return told;
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
