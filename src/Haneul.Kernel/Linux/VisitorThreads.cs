using System.Collections.Concurrent;

namespace Haneul.Kernel;

/// <summary>A few threads that visit namespaces in turn for whoever asks; work waits in one line.</summary>
internal sealed class VisitorThreads : IDisposable
{
    private readonly BlockingCollection<Action<Visitor>> line = [];
    private readonly List<Thread> threads = [];

    /// <param name="name">Shown in lists of threads.</param>
    /// <param name="count">Of threads, so of visits at a time.</param>
    /// <param name="prepare">Runs first on each thread.</param>
    public VisitorThreads(string name, int count, Action? prepare = null)
    {
        var ready = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() => Work(prepare, begun)) { Name = $"{name}-{i}", IsBackground = true };
            ready.Add(begun.Task);
            threads.Add(thread);
            thread.Start();
        }
        Task.WhenAll(ready).GetAwaiter().GetResult();
    }

    /// <summary>Waits until a thread has done the work; its exception is the caller's.</summary>
    public T Do<T>(Func<Visitor, T> work)
    {
        // Continuations must not run on the visiting thread, which may be anywhere.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        line.Add(visitor =>
        {
            try
            {
                done.SetResult(work(visitor));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    public void Do(Action<Visitor> work) => Do(visitor =>
    {
        work(visitor);
        return true;
    });

    public void Dispose()
    {
        line.CompleteAdding();
        foreach (var thread in threads) thread.Join();
        line.Dispose();
    }

    private void Work(Action? prepare, TaskCompletionSource begun)
    {
        try
        {
            prepare?.Invoke();
            using var visitor = new Visitor();
            begun.SetResult();
            foreach (var work in line.GetConsumingEnumerable()) work(visitor);
        }
        catch (Exception e) when (begun.TrySetException(e))
        {
            // Told to who wanted the threads.
        }
    }
}
