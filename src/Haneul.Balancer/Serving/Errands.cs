namespace Haneul.Balancer;

/// <summary>Runs what requests wait for, off the loops, and ends it with the data plane: after that no loop is told anything.</summary>
internal sealed class Errands(Outreach outreach) : IAsyncDisposable
{
    /// <summary>So many run at once; requests beyond that are answered with 503.</summary>
    private const int Most = 4096;

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _ends = new();

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
