namespace Haneul.Balancer;

/// <summary>Runs what requests wait for, off the loops, and ends it with the data plane: after that no loop is told anything.</summary>
/// <param name="outreach">The ways out.</param>
/// <param name="say">For the log.</param>
internal sealed class Errands(Outreach outreach, Action<string> say) : IAsyncDisposable
{
    /// <summary>So many run at once; requests beyond that are answered with 503.</summary>
    private const int Most = 4096;

    /// <summary>So often at most the log is told of what nobody foresaw: requests do not fill it.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _ends = new();
    private long? _toldAt;
    private int _untold;

    public Outreach Outreach => outreach;

    /// <summary>False where too many run already.</summary>
    public bool TryRun(Func<CancellationToken, Task> work)
    {
        lock (_gate)
        {
            if (_ends.IsCancellationRequested || _running.Count >= Most) return false;
            var task = Task.Run(() => work(_ends.Token), CancellationToken.None);
            _running.Add(task);
            _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        return true;
    }

    /// <summary>Something failed in a way that nobody foresaw.</summary>
    /// <param name="what">What was attempted.</param>
    /// <param name="unforeseen">How it failed.</param>
    public void Tell(string what, Exception unforeseen)
    {
        int before;
        lock (_gate)
        {
            var now = outreach.Time.GetTimestamp();
            if (_toldAt is { } last && outreach.Time.GetElapsedTime(last, now) < TellEvery)
            {
                _untold++;
                return;
            }
            (_toldAt, before, _untold) = (now, _untold, 0);
        }
        say($"{what} failed{(before == 0 ? "" : $" ({before} more of such failed before)")}: {unforeseen}");
    }

    private void Forget(Task task)
    {
        lock (_gate) _running.Remove(task);
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        Task[] left;
        lock (_gate) left = [.. _running];
        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        outreach.Dispose();
    }
}
