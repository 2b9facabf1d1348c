using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// Runs functions inside network namespaces, one after the other on a thread of its own that does nothing else (setns(2) moves one thread), and brings it home after each. What a function makes there (a socket) stays there, whoever uses it afterwards.
/// A function must be short and wait for nothing: make the socket inside, connect and serve outside. Safe for use by several threads, not from within such a function.
/// </summary>
public sealed class NamespaceEntry : IDisposable
{
    private readonly NamespacePins pins;
    private readonly Thread thread;
    private readonly Lock turn = new();
    private readonly SemaphoreSlim asked = new(0);
    private Action? work;
    private bool closed;

    /// <summary>For the namespaces of the Haneul whose run directory it is; the namespace of the calling thread is home.</summary>
    public NamespaceEntry(string runDirectory)
        : this(new NamespacePins(runDirectory))
    {
    }

    internal NamespaceEntry(NamespacePins pins)
    {
        this.pins = pins;
        Home = OpenFile("/proc/thread-self/ns/net", "this thread's namespace");
        thread = new Thread(Serve) { IsBackground = true, Name = "namespaces" };
        thread.Start();
    }

    /// <summary>The namespace of whoever made this.</summary>
    internal SafeFileHandle Home { get; }

    /// <summary>Runs the function in a namespace of Haneul, the machine's where the name is empty. Throws <see cref="KernelException"/> where there is none of that name, and what the function throws.</summary>
    public T In<T>(string name, Func<T> inside)
    {
        if (name.Length == 0) return OnThread(inside);
        using var target = pins.Open(name);
        return Within(target, name, inside);
    }

    /// <summary>Runs the function in the network namespace of a process.</summary>
    public T InThatOf<T>(int pid, Func<T> inside)
    {
        using var target = OpenFile($"/proc/{pid}/ns/net", $"the namespace of process {pid}");
        return Within(target, $"of process {pid}", inside);
    }

    /// <summary>Makes a namespace and runs the function there; it ends with what the function leaves open or pinned.</summary>
    internal T InNew<T>(Func<T> inside) => OnThread(() =>
    {
        if (NamespaceCalls.Unshare(NamespaceCalls.Network) < 0) throw Errno.Failed("make a network namespace");
        return AndHome(inside);
    });

    public void Dispose()
    {
        lock (turn)
        {
            if (closed) return;
            closed = true;
            asked.Release();
        }
        thread.Join();
        Home.Dispose();
        asked.Dispose();
    }

    private T Within<T>(SafeFileHandle target, string name, Func<T> inside) => OnThread(() =>
    {
        if (NamespaceCalls.Enter(target, NamespaceCalls.Network) < 0) throw Errno.Failed($"enter the namespace {name}");
        return AndHome(inside);
    });

    private T AndHome<T>(Func<T> inside)
    {
        try
        {
            return inside();
        }
        finally
        {
            // Going on in a namespace that nobody thinks it is in would do things to the wrong network.
            if (NamespaceCalls.Enter(Home, NamespaceCalls.Network) < 0) Environment.FailFast($"Cannot return from a network namespace: {KernelException.NameOf(Errno.Last)}");
        }
    }

    private T OnThread<T>(Func<T> inside)
    {
        if (typeof(Task).IsAssignableFrom(typeof(T))) throw new ArgumentException("What goes on after the return would no longer be inside: hand out the socket and wait outside");
        if (Thread.CurrentThread == thread) throw new InvalidOperationException("A function inside a namespace cannot enter another");
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (turn)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            work = () =>
            {
                try
                {
                    done.SetResult(inside());
                }
                catch (Exception thrown)
                {
                    // Thrown again where it was asked.
                    done.SetException(thrown);
                }
            };
            asked.Release();
            return done.Task.GetAwaiter().GetResult();
        }
    }

    private void Serve()
    {
        while (true)
        {
            asked.Wait();
            if (closed) return;
            work?.Invoke();
        }
    }

    private static SafeFileHandle OpenFile(string path, string what)
    {
        var file = FileCalls.Open(path, FileCalls.ReadOnly | FileCalls.CloseOnExec);
        return file.IsInvalid ? throw Errno.Failed($"open {what}") : file;
    }
}
