namespace Haneul.Packets;

/// <content>What the loop is told of, and what it keeps of a host.</content>
internal sealed partial class Carrier
{
    private sealed record WatchersChanged;

    private sealed record BalancersServed;

    private sealed class Watching(Action end) : IDisposable
    {
        private Action? end = end;

        public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
    }

    private sealed record HostState(HostPhase Phase, int Reboots, long Since = 0);

    private sealed record HostEvent(string Id, HostPhase Phase, int Pid = 0);
}
