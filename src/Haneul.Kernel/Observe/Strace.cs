using System.Diagnostics;
using System.Globalization;

namespace Haneul.Kernel;

/// <summary>
/// A running strace(1) over processes of a host and all that they start. It asks in the host's network namespace whose the sockets' addresses are, and is in no other namespace of the host.
/// It ends with the thread that started it (PR_SET_PDEATHSIG, prctl(2)), and lets go of what it traces however it ends (ptrace(2), "Detaching"); a process that ends meanwhile is none of its failures.
/// </summary>
public sealed class Strace : IDisposable
{
    private const int Terminate = 15;

    /// <summary>For letting go of all that is traced.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly Task reading;
    private volatile string? complaint;

    private Strace(Process process, Action<string> tell)
    {
        this.process = process;
        reading = Task.WhenAll(ReadLinesAsync(tell), ReadComplaintsAsync());
    }

    /// <summary>And all that it said is read.</summary>
    public bool HasEnded => process.HasExited && reading.IsCompleted;

    /// <summary>The last that it said of why it cannot trace a process; null: nothing.</summary>
    public string? Complaint => complaint;

    public static bool IsInstalled => UserNumbers.ProgramPath("strace") is not null;

    /// <summary>Starts one, in the calling thread's care.</summary>
    /// <param name="hostPid">The host's first process: the way to its network.</param>
    /// <param name="pids">What to trace, by the machine's numbers.</param>
    /// <param name="calls">System calls whose lines are wanted, as <c>-e trace=</c> takes them.</param>
    /// <param name="tell">Takes each line; it does not wait.</param>
    public static Strace Start(int hostPid, IEnumerable<int> pids, string calls, Action<string> tell)
    {
        string[] words =
        [
            "--pdeathsig", "TERM", "nsenter", $"--net=/proc/{hostPid}/ns/net", "--",
            "strace", "-f", "-ttt", "-yy", "-Y", "--decode-pids=comm,pidns", "-s", "0", "-e", $"trace={calls}", "-e", "signal=none", "-o", "/dev/stdout",
            .. pids.SelectMany(p => (string[])["-p", p.ToString(CultureInfo.InvariantCulture)]),
        ];
        var start = new ProcessStartInfo("setpriv", words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        return new Strace(Process.Start(start) ?? throw new HostException("strace does not start"), tell);
    }

    public void Dispose()
    {
        try
        {
            if (!process.HasExited)
            {
                using var handle = ProcessCalls.Open(process.Id);
                ProcessCalls.Signal(handle, Terminate);
            }
        }
        catch (KernelException e) when (e.Errno == Errno.NoSuchProcess)
        {
            // It has ended meanwhile.
        }
        if (!process.WaitForExit(Grace)) process.Kill();
        reading.Wait(Grace);
        process.Dispose();
    }

    /// <summary>Always reads on: what is traced waits while strace cannot write.</summary>
    private async Task ReadLinesAsync(Action<string> tell)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line) tell(line);
    }

    private async Task ReadComplaintsAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            var isNews = line.EndsWith("attached", StringComparison.Ordinal) || line.EndsWith("detached", StringComparison.Ordinal) || line.EndsWith("threads", StringComparison.Ordinal);
            if (!isNews && !line.EndsWith("No such process", StringComparison.Ordinal)) complaint = line;
        }
    }
}
