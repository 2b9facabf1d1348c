using Haneul.Kernel;

namespace Haneul.Packets;

/// <summary>Where a host is on its way.</summary>
internal enum HostPhase
{
    Making,

    /// <summary>Its namespaces are there: the network can be laid.</summary>
    Made,
    Booting,
    Runs,
    Ending,
    Gone,
    Failed,
}

/// <summary>
/// What is done to hosts beside the loop that decides: making, booting, ending, forgetting, as many at a time as there are processors. What has come about is told as a phase of the host (with its process where it is made).
/// </summary>
internal sealed partial class HostErrands(IHosts hosts, ILogger log, Action<string, HostPhase, int> tell, CancellationToken stop)
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    /// <summary>Making takes longest and may be asked for a thousandfold; the rest does not stand behind it.</summary>
    private readonly SemaphoreSlim makers = new(Environment.ProcessorCount, Environment.ProcessorCount), others = new(Environment.ProcessorCount, Environment.ProcessorCount);

    public void Make(HostWishes.Wish wish) => Run(makers, wish.Id, () => tell(wish.Id, HostPhase.Made, hosts.Create(wish.Spec()).Pid));

    /// <summary>A host that cannot boot is ended, so that it can be made anew.</summary>
    public void Boot(string id) => Run(others, id, () =>
    {
        try
        {
            hosts.Boot(id);
            tell(id, HostPhase.Runs, 0);
        }
        catch (Exception)
        {
            hosts.StopAsync(id, TimeSpan.Zero, stop).GetAwaiter().GetResult();
            throw;
        }
    });

    /// <summary>Waits long for a host that does not want to end, so it takes nobody's turn.</summary>
    public void End(string id) => _ = Task.Run(async () =>
    {
        try
        {
            await hosts.StopAsync(id, StopGrace, stop);
        }
        catch (OperationCanceledException)
        {
            // The next daemon sees that nobody wants it.
        }
        catch (Exception e)
        {
            LogHostFailed(id, e);
        }
        tell(id, HostPhase.Gone, 0);
    });

    public void Forget(string id) => Run(others, id, () => hosts.Forget(id));

    private void Run(SemaphoreSlim hands, string id, Action errand) => _ = Task.Run(async () =>
    {
        await hands.WaitAsync(stop);
        try
        {
            errand();
        }
        catch (Exception e)
        {
            LogHostFailed(id, e);
            tell(id, HostPhase.Failed, 0);
        }
        finally
        {
            hands.Release();
        }
    });

    [LoggerMessage(LogLevel.Error, "Host {Host} failed")]
    private partial void LogHostFailed(string host, Exception e);
}
