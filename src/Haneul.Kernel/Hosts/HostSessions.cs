using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Programs that come into a host from outside: sshd for a connection, commands.</summary>
internal sealed class HostSessions(VisitorThreads threads, ProcessWatch watch, Entry entry)
{
    private const int MostOutputBytes = 16 << 20;
    private const int DeepestTree = 64;

    /// <summary>Makes the host's key at the first connection (many may come at a time: a link is made by one only), then is sshd. Standard input and output are the connection.</summary>
    private const string Sshd = """
        key=/etc/ssh/ssh_host_ed25519_key
        [ -d /run/sshd ] || mkdir -p /run/sshd
        if [ ! -s "$key" ]; then
            new=/etc/ssh/.new.$$
            ssh-keygen -q -t ed25519 -N '' -C "root@$(cat /etc/hostname)" -f "$new" </dev/null >&2 || exit 1
            if ln "$new" "$key" 2>/dev/null; then mv "$new.pub" "$key.pub"; fi
            rm -f "$new" "$new.pub"
        fi
        sshd=$(command -v sshd) || { echo 'ssh: there is no sshd in this root' >&2; exit 1; }
        exec "$sshd" -i -E /var/log/secure
        """;

    /// <summary>Hands a connection to an sshd in the host.</summary>
    public void Answer(LinuxHost host, string console, Socket connection)
    {
        if (!host.TryBeginSession()) return;
        using var log = FileTree.OpenToAppend(console);
        try
        {
            var command = entry.Command(host.Id, host.Pid, ["/bin/sh", "-c", entry.HasUsers ? Sshd : OnlyUser.Sshd]);
            var pid = Start(command, [(0, connection.SafeHandle), (1, connection.SafeHandle), (2, log)]);
            WhenEnded(pid, _ => host.EndSession());
        }
        catch (KernelException e)
        {
            host.EndSession();
            ProcessCalls.Write(log, Encoding.UTF8.GetBytes($"ssh: {e.Message}\n"));
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<HostOutput> RunAsync(IReadOnlyList<string> command, string? input, CancellationToken cancel)
    {
        var (inRead, inWrite) = ProcessCalls.MakePipe();
        var (outRead, outWrite) = ProcessCalls.MakePipe();
        var (errorRead, errorWrite) = ProcessCalls.MakePipe();
        int pid;
        using (inRead)
        using (outWrite)
        using (errorWrite) pid = Start(command, [(0, inRead), (1, outWrite), (2, errorWrite)]);
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        WhenEnded(pid, code => ended.TrySetResult(code));
        await using var cancelled = cancel.Register(() => KillTree(pid, DeepestTree));
        var output = Task.Run(() => ReadAll(outRead), CancellationToken.None);
        var errors = Task.Run(() => ReadAll(errorRead), CancellationToken.None);
        var written = Task.Run(() => WriteAll(inWrite, input ?? ""), CancellationToken.None);
        var code = await ended.Task;
        cancel.ThrowIfCancellationRequested();
        await written;
        return new HostOutput(code, await output, await errors);
    }

    private int Start(IReadOnlyList<string> command, IReadOnlyList<(int, SafeHandle)> files)
    {
        using var program = new ProgramStart(command[0], command, Entry.Environment, files);
        return threads.Do(_ =>
        {
            Keyring.Leave();
            return program.Start();
        });
    }

    private void WhenEnded(int pid, Action<int> then)
    {
        var process = ProcessCalls.Open(pid);
        watch.When(process, () =>
        {
            process.Dispose();
            then(ProcessCalls.Reap(pid, wait: true) ?? 0);
        });
    }

    private static string ReadAll(SafeFileHandle pipe)
    {
        using (pipe)
        {
            var text = new MemoryStream();
            var buffer = new byte[16384];
            while (ProcessCalls.Read(pipe, buffer) is > 0 and var read)
            {
                // What is beyond the bound is read, so that the program can end, and dropped.
                if (text.Length + read <= MostOutputBytes) text.Write(buffer, 0, read);
            }
            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
    }

    private static void WriteAll(SafeFileHandle pipe, string input)
    {
        using (pipe)
        {
            try
            {
                if (input.Length > 0) ProcessCalls.Write(pipe, Encoding.UTF8.GetBytes(input));
            }
            catch (KernelException e) when (e.Errno == Errno.BrokenPipe)
            {
                // It ended without reading all: its own business.
            }
        }
    }

    /// <summary>Kills a process of ours and those below it, of whichever session they are.</summary>
    private static void KillTree(int pid, int depth)
    {
        if (depth == 0) return;
        try
        {
            using var process = ProcessCalls.Open(pid);
            var children = File.ReadAllText($"/proc/{pid}/task/{pid}/children");
            ProcessCalls.Signal(process, ProcessCalls.Kill);
            foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries)) KillTree(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture), depth - 1);
        }
        catch (Exception e) when (e is KernelException or IOException)
        {
            // It has ended meanwhile.
        }
    }
}
