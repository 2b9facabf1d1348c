using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Sockets;

/// <summary>
/// Traces all processes of a host until it is disposed or the host ends. What they start is traced from its first call on; what comes in from outside (<c>haneul exec</c>, ssh) from the next look on, each <see cref="Every"/>.
/// At most <see cref="MostTracers"/> straces run at a time; while so many do, nothing that comes in is traced.
/// </summary>
internal sealed class HostTracer : IDisposable
{
    private const int MostTracers = 64;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500), Soon = TimeSpan.FromMilliseconds(10);

    /// <summary>For strace to take hold of all processes that are there at the beginning.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly int hostPid;
    private readonly string processes;
    private readonly Action<SocketCall> tell;
    private readonly ManualResetEventSlim stop = new();
    private readonly TaskCompletionSource holds = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Strace> straces = [];
    private readonly HashSet<int> tried = [];
    private readonly Thread thread;

    /// <param name="hostPid">The host's first process.</param>
    /// <param name="tell">Takes what is seen; it does not wait.</param>
    public HostTracer(int hostPid, Action<SocketCall> tell)
    {
        if (!Strace.IsInstalled) throw new Fault("StraceMissing", "Socket calls are followed with strace(1), which is not installed on this machine: sudo apt-get install strace (the package has that name in other distributions, too)");
        (this.hostPid, this.tell) = (hostPid, tell);
        processes = HostProcesses.NamespaceOf(hostPid) ?? throw new Fault("IncorrectInstanceState", "The host has just ended");
        // A thread of its own: the straces end with it.
        thread = new Thread(Run) { IsBackground = true, Name = "socket calls" };
        thread.Start();
    }

    /// <summary>Done when all that runs in the host is traced; fails with a <see cref="Fault"/> where it cannot be.</summary>
    public Task Holds => holds.Task;

    /// <summary>Done when the host has ended, or nothing is traced any more.</summary>
    public Task Ended => ended.Task;

    public void Dispose()
    {
        stop.Set();
        thread.Join();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            Begin();
            holds.TrySetResult();
            while (!stop.Wait(Every) && HostProcesses.NamespaceOf(hostPid) == processes) TakeIn();
            ended.TrySetResult();
        }
        catch (Exception e)
        {
            holds.TrySetException(e);
            ended.TrySetException(e);
        }
        finally
        {
            foreach (var strace in straces) strace.Dispose();
        }
    }

    private void Begin()
    {
        if (HostProcesses.IsTraced(hostPid) == true) throw new Fault("TracedAlready", "The host's processes are being traced already, and a process has one tracer: another 'sockets --follow' or a debugger must end first");
        var first = TakeIn();
        var late = TimeProvider.System.GetTimestamp();
        while (first.Any(p => HostProcesses.IsTraced(p) == false) && !straces.TrueForAll(s => s.HasEnded) && !stop.Wait(Soon))
        {
            if (TimeProvider.System.GetElapsedTime(late) > Patience) break;
        }
        if (HostProcesses.IsTraced(hostPid) == true || stop.IsSet) return;
        throw new Fault("CannotTrace", $"strace cannot trace the host's processes{(straces.Select(s => s.Complaint).FirstOrDefault(c => c is not null) is { } why ? $": {why}" : "")}. Haneul needs ptrace: in a container, start it with --cap-add SYS_PTRACE; 'sysctl kernel.yama.ptrace_scope' must be less than 3");
    }

    /// <summary>Has those traced that nobody traces; each is tried once.</summary>
    private List<int> TakeIn()
    {
        foreach (var done in straces.Where(s => s.HasEnded).ToList())
        {
            straces.Remove(done);
            done.Dispose();
        }
        var there = HostProcesses.In(processes);
        tried.IntersectWith(there.Select(p => p.Pid));
        var come = there.Where(p => !p.IsTraced && !tried.Contains(p.Pid)).ToList();
        if (come.Count == 0 || straces.Count >= MostTracers) return [];
        var pids = come.Select(p => p.Pid).ToList();
        tried.UnionWith(pids);
        var reading = new StraceReading(HostProcesses.NumberInside);
        foreach (var process in come) reading.Know(process.Pid, process.Inside);
        straces.Add(Strace.Start(hostPid, pids, StraceReading.Traced, line =>
        {
            if (reading.Read(line) is { } call) tell(call);
        }));
        return pids;
    }
}
