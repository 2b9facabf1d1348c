using Xunit;

namespace Haneul.Tests.Processes;

/// <summary>One daemon for all tests of a class.</summary>
public sealed class RunningDaemon : IAsyncLifetime
{
    private DaemonProcess? daemon;

    internal DaemonProcess Daemon => daemon ?? throw new InvalidOperationException("The daemon has not started yet");

    public async Task InitializeAsync() => daemon = await DaemonProcess.StartAsync();

    public async Task DisposeAsync() => await Daemon.DisposeAsync();
}
