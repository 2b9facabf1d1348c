using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>
/// Serves balancers: takes what is wanted whole, compiles it away from the loops that move bytes, and swaps it; requests in flight end on what they began with.
/// </summary>
/// <param name="sockets">Makes sockets inside the nodes' namespaces.</param>
/// <param name="options">How it runs.</param>
/// <param name="tell">Is called, from any thread but never twice at once, with what was seen: at once after a change is served, and every second where there is something to tell.</param>
/// <param name="time">The clock.</param>
public sealed class DataPlane(ISocketSource sockets, DataPlaneOptions options, Action<SeenState> tell, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();

    /// <summary>Serves this from now on. Returns when it is in place; what cannot be served is told as a trouble and everything else is served.</summary>
    public void Serve(WantedState wanted)
    {
        lock (_gate)
        {
            tell(new SeenState { Version = wanted.Version, Troubles = [$"no listener is served yet ({options.Loops} loops, {sockets.GetType().Name}, {time.GetUtcNow():s})"] });
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
