using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Haneul.Kernel;

/// <summary>
/// What a normal user's Haneul lives in: a process that does nothing but keep a user namespace in which the user is root, with a mount and a network namespace. The daemon enters it; it outlives the daemon, so that the next one finds everything again.
/// Its network namespace stands for the machine on the emulated internet.
/// </summary>
/// <param name="Pid">The process.</param>
public sealed record Keeper(int Pid)
{
    private const string Nsenter = "nsenter";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MappingLimit = TimeSpan.FromSeconds(10);

    /// <summary>The way into its user and network namespace, and no further: files are seen as before.</summary>
    public IReadOnlyList<string> WayToNetwork => [Nsenter, "--target", Number, "--user", "--net", "--preserve-credentials", "--"];

    /// <summary>The way to where the daemon is: the working directory is / there.</summary>
    public IReadOnlyList<string> Way => [Nsenter, "--target", Number, "--user", "--mount", "--uts", "--net", "--preserve-credentials", "--"];

    private string Number => Pid.ToString(CultureInfo.InvariantCulture);

    /// <summary>The one that keeps the namespaces of a Haneul; null: there is none.</summary>
    public static Keeper? Find(HostPlaces places) => File.Exists(places.Keeper) && HostCard.Read(places.Keeper) is { } card ? new Keeper(card.Pid) : null;

    /// <summary>Starts one, with the user's own number alone where lent ones cannot be had, which is said. Throws <see cref="HostException"/> where the machine does not let this user.</summary>
    public static Keeper Start(HostPlaces places, UserNumbers numbers, Action<string> say)
    {
        Keeper keeper;
        try
        {
            keeper = Start(numbers);
        }
        catch (HostException e) when (numbers.HasRange)
        {
            say($"{e.Message}; instances have one user only");
            keeper = Start(numbers with { Users = null, Groups = null });
        }
        Directory.CreateDirectory(places.Run);
        (HostCard.Of(keeper.Pid, true) ?? throw new HostException("What keeps the namespaces ended at once")).Write(places.Keeper);
        return keeper;
    }

    /// <summary>Starts one that nobody is told of; the caller ends it.</summary>
    public static Keeper Start(UserNumbers numbers)
    {
        var (said, say) = ProcessCalls.MakePipe();
        using var words = new WordPipe(said, Patience);
        string[] command = ["unshare", "--user", "--mount", "--uts", "--net", "--propagation", "slave", "--", "/bin/sh", "-c", "cd /; echo there; exec sleep infinity >/dev/null 2>&1"];
        int pid;
        using (say)
        using (var program = new ProgramStart("/usr/bin/unshare", command, Entry.Environment, [(1, say), (2, say)])) pid = program.Start();
        var keeper = new Keeper(pid);
        try
        {
            if (words.Next("a user namespace", () => "") is not "there" and var complaint) throw new HostException($"No user namespace can be made: {complaint}");
            keeper.Map(numbers);
            return keeper;
        }
        catch
        {
            keeper.End();
            throw;
        }
    }

    /// <summary>Ends it; the namespaces go with the last process in them.</summary>
    public void End()
    {
        try
        {
            using var process = ProcessCalls.Open(Pid);
            ProcessCalls.Signal(process, ProcessCalls.Kill);
            // A child's end must be taken; another's is waited for.
            ProcessCalls.IsReadable(process, (int)Patience.TotalMilliseconds);
            _ = ProcessCalls.Reap(Pid);
        }
        catch (KernelException e) when (e.Errno == Errno.NoSuchProcess)
        {
            // It has ended already.
        }
    }

    /// <summary>Ends the hosts that nobody can enter any more, because what kept their namespaces was ended.</summary>
    public static void EndLeftovers(HostPlaces places)
    {
        if (!Directory.Exists(places.Cards)) return;
        foreach (var path in Directory.EnumerateFiles(places.Cards).ToList())
        {
            if (HostCard.Read(path) is { } card) new Keeper(card.Pid).End();
            File.Delete(path);
        }
    }

    /// <summary>Becomes a program inside, with a socket that listens on the machine where it is now; returns only by an exception.</summary>
    /// <param name="command">The program by its path, and its arguments; the socket's number comes last.</param>
    /// <param name="listener">Stays open.</param>
    /// <param name="runDirectory">Of this user, as XDG_RUNTIME_DIR inside.</param>
    public void Become(IReadOnlyList<string> command, Socket listener, string runDirectory)
    {
        var socket = UserCalls.Inherit(listener.SafeHandle);
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(e => e.Key is not "XDG_RUNTIME_DIR").Select(e => $"{e.Key}={e.Value}").Append($"XDG_RUNTIME_DIR={runDirectory}").ToList();
        var program = UserNumbers.ProgramPath(Nsenter) ?? throw new HostException("There is no program nsenter (package util-linux)");
        UserCalls.Become(program, [.. Way, .. command, socket.ToString(CultureInfo.InvariantCulture)], environment);
    }

    /// <summary>The listening socket that <see cref="Become"/> handed on.</summary>
    public static Socket Inherited(int socket)
    {
        var handle = new SafeSocketHandle(socket, true);
        UserCalls.Keep(handle);
        return new Socket(handle);
    }

    private void Map(UserNumbers numbers)
    {
        if (numbers is { Users: { } users, Groups: { } groups })
        {
            Run("newuidmap", [Number, "0", Text(numbers.User), "1", "1", Text(users), Text(UserNumbers.Wanted)]);
            Run("newgidmap", [Number, "0", Text(numbers.Group), "1", "1", Text(groups), Text(UserNumbers.Wanted)]);
            return;
        }
        File.WriteAllText($"/proc/{Number}/setgroups", "deny");
        File.WriteAllText($"/proc/{Number}/uid_map", $"0 {Text(numbers.User)} 1");
        File.WriteAllText($"/proc/{Number}/gid_map", $"0 {Text(numbers.Group)} 1");
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(UserNumbers.ProgramPath(program) ?? program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new HostException($"Cannot start {program}");
        var complaint = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(MappingLimit)) process.Kill();
        if (process.ExitCode != 0) throw new HostException($"{program} refuses: {complaint.Result.Trim()}");
    }
}
