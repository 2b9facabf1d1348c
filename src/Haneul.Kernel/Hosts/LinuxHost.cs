using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>A host as the daemon holds it: its process 1, its door, what is to be told when it ends.</summary>
internal sealed class LinuxHost(string id, int pid, SafeFileHandle process, SafeFileHandle? go) : IDisposable
{
    /// <summary>Sessions by ssh at a time; connections beyond are closed at once.</summary>
    public const int MostSessions = 100;

    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int sessions;

    public string Id => id;

    public int Pid => pid;

    public SafeFileHandle Process => process;

    /// <summary>A line written here boots it; null: it is booted.</summary>
    public SafeFileHandle? Go { get; private set; } = go;

    public SshDoor? Door { get; set; }

    /// <summary>We end it: nobody need be told.</summary>
    public volatile bool IsStopping;

    /// <summary>Done when nothing of it runs and its cgroups are removed.</summary>
    public Task Gone => gone.Task;

    public RunningHost Described => new(id, pid, Go is null);

    public void Boot()
    {
        if (Go is not { } pipe) throw new HostException($"Host {id} runs already");
        ProcessCalls.Write(pipe, "boot\n"u8);
        pipe.Dispose();
        Go = null;
    }

    /// <summary>Signals process 1; nothing happens where it is gone.</summary>
    public void Signal(int signal)
    {
        try
        {
            ProcessCalls.Signal(process, signal);
        }
        catch (ObjectDisposedException)
        {
            // Its end was taken just now.
        }
    }

    public bool TryBeginSession()
    {
        if (Interlocked.Increment(ref sessions) <= MostSessions) return true;
        Interlocked.Decrement(ref sessions);
        return false;
    }

    public void EndSession() => Interlocked.Decrement(ref sessions);

    public void HasGone(Exception? failure)
    {
        if (failure is null) gone.TrySetResult();
        else gone.TrySetException(failure);
    }

    public void Dispose()
    {
        Door?.Dispose();
        Go?.Dispose();
        process.Dispose();
    }
}
