using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// A process beside the daemon that outlives it: in a session of its own, with a log for its output and no other file of the daemon's. A card tells the next daemon which process it is.
/// </summary>
public sealed class Companion : IDisposable
{
    private const int Patience = 10_000;

    private readonly SafeFileHandle process;
    private readonly string card;

    private Companion(int pid, string card) => (Pid, process, this.card) = (pid, ProcessCalls.Open(pid), card);

    public int Pid { get; }

    public bool HasEnded => ProcessCalls.HasEnded(process);

    /// <summary>The one whose card an earlier daemon wrote; null: it has ended, or there was none.</summary>
    public static Companion? Find(string card)
    {
        try
        {
            return File.Exists(card) && HostCard.Read(card) is { } written ? new Companion(written.Pid, card) : null;
        }
        catch (KernelException e) when (e.Errno == Errno.NoSuchProcess)
        {
            return null;
        }
    }

    /// <summary>Starts one, from the namespaces of the calling thread, with the daemon's own environment and what it has besides.</summary>
    /// <param name="command">The program by its path, and its arguments.</param>
    /// <param name="card">Where it is written down.</param>
    /// <param name="log">What it prints is added here.</param>
    /// <param name="besides">Variables that it gets where the daemon has none of the name.</param>
    public static Companion Start(IReadOnlyList<string> command, string card, string log, params IReadOnlyList<(string Name, string Value)> besides)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(e => $"{e.Key}={e.Value}").ToList();
        environment.AddRange(besides.Where(b => Environment.GetEnvironmentVariable(b.Name) is null).Select(b => $"{b.Name}={b.Value}"));
        int pid;
        using (var output = File.OpenHandle(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        using (var program = new ProgramStart(command[0], command, environment, [(1, output), (2, output)])) pid = program.Start();
        var started = new Companion(pid, card);
        if (HostCard.Of(pid, booted: true) is { } written) written.Write(card);
        return started;
    }

    /// <summary>Waits for its end; false where that has not come in time. The end of a child is taken.</summary>
    public bool WaitForEnd(TimeSpan limit)
    {
        if (!ProcessCalls.IsReadable(process, (int)limit.TotalMilliseconds)) return false;
        _ = ProcessCalls.Reap(Pid);
        return true;
    }

    /// <summary>Ends it now; its sockets are closed when this returns.</summary>
    public void End()
    {
        ProcessCalls.Signal(process, ProcessCalls.Kill);
        if (!WaitForEnd(TimeSpan.FromMilliseconds(Patience))) throw new KernelException($"end process {Pid}", Errno.Busy);
        File.Delete(card);
    }

    public void Dispose() => process.Dispose();

    /// <summary>A Unix socket that listens, for the own user alone.</summary>
    public static Socket Listen(string path)
    {
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        FileTree.SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen(8);
        return listener;
    }

    /// <summary>Whose process is at the other end of a Unix socket is its user's number (SO_PEERCRED, unix(7)).</summary>
    public static bool IsOwn(Socket peer)
    {
        const int SocketLevel = 1, PeerCredentials = 17;
        Span<byte> credentials = stackalloc byte[12];
        return peer.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length && MemoryMarshal.Read<uint>(credentials[4..]) == UserCalls.UserNumber();
    }
}
