using System.Diagnostics;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>The trials, one after the other, on the thread that called; it must be nobody else's, for it does not come home.</summary>
internal sealed class TrialRun(string directory)
{
    private const int NewNamespaces = NamespaceCalls.Network | 0x0002_0000;
    private static readonly TimeSpan ProgramLimit = TimeSpan.FromSeconds(5);

    private readonly NetlinkWriter writer = new();

    public KernelTrials All()
    {
        if (Try(Enter) is { } why) return new KernelTrials { Namespaces = why, Veth = why, Bridge = why, NfTables = why, Conntrack = why, Forwarding = why, Overlay = why, IdMappedMounts = why };
        return new KernelTrials
        {
            Veth = Try(Veth),
            Bridge = Try(Bridge),
            NfTables = Try(Tables),
            Conntrack = Try(Connections),
            Forwarding = Try(Forwarding),
            Overlay = Try(Overlay),
            IdMappedMounts = Try(IdMappedMounts),
        };
    }

    private static string? Try(Action trial)
    {
        try
        {
            trial();
            return null;
        }
        catch (Exception e) when (e is KernelException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return e.Message;
        }
    }

    private static void Enter()
    {
        if (NamespaceCalls.Unshare(NewNamespaces) < 0) throw Errno.Failed("make a network and a mount namespace");
        MountCalls.MakeAllPrivate();
    }

    private void Veth()
    {
        using var here = FileCalls.Open("/proc/thread-self/ns/net", FileCalls.ReadOnly | FileCalls.CloseOnExec);
        if (here.IsInvalid) throw Errno.Failed("open its namespace");
        LinkMessages.AddCable(writer, new KernelChange.AddCable(new CableEnd("", "trial0", new Mac(0x0200_0000_0001)), new CableEnd("", "trial1", new Mac(0x0200_0000_0002)), 1500), here);
        Carry("make a pair of virtual Ethernet devices");
    }

    private void Bridge()
    {
        LinkMessages.AddBridge(writer, "trial2", new Mac(0x0200_0000_0003));
        Carry("make a bridge");
    }

    /// <summary>A table such as Haneul's: a set of ranges, a chain that asks the connection, one that translates, and one that says how long a connection may be idle.</summary>
    private void Tables()
    {
        const string table = "trial";
        var set = new NftSet("ranges", [NftType.Ipv4Addr, NftType.InetProto, NftType.InetService], NftMapTo.Nothing, Interval: true);
        var forward = new NftChain("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true), []);
        var leave = new NftChain("leave", new NftHook("nat", NftHook.Postrouting, 100, Drops: false), []);
        using var here = OpenNamespace.Here("");
        new NftTransaction(here, writer,
        [
            new NftChange.AddTable(table), new NftChange.AddSet(table, set), new NftChange.AddIdle(table, 1), new NftChange.AddChain(table, forward), new NftChange.AddChain(table, leave),
            new NftChange.AddRule(table, forward.Name, Words.Rule(Words.Tracked(), Words.Accept())),
            new NftChange.AddRule(table, leave.Name, Words.Rule([new NftExpression.SetIdle(1)])),
            new NftChange.AddRule(table, leave.Name, Words.Rule(Words.Family(false), Words.SourceBecomes(SpecialAddresses.SomewhereV4))),
        ]).Run();
    }

    private void Connections()
    {
        const ushort getConnections = 1 << 8 | 1;
        using var socket = NetlinkSocket.Open(NetlinkSocket.Netfilter);
        writer.Begin(getConnections, NetlinkFlags.Dump);
        writer.Fixed(4);
        writer.End();
        socket.Dump(writer, "the tracked connections", _ => { }, () => { });
    }

    private static void Forwarding()
    {
        using var file = FileCalls.Open("/proc/sys/net/ipv4/ip_forward", FileCalls.WriteOnly | FileCalls.CloseOnExec);
        if (file.IsInvalid || FileCalls.Write(file, "1"u8, 1) < 0) throw Errno.Failed("switch ip_forward on");
    }

    private void Overlay()
    {
        var root = Path.Combine(directory, $".trial-{Environment.ProcessId}");
        try
        {
            var parts = new[] { "lower", "upper", "work", "merged" }.Select(p => Directory.CreateDirectory(Path.Combine(root, p)).FullName).ToArray();
            var layers = $"lowerdir={parts[0]},upperdir={parts[1]},workdir={parts[2]}";
            // In a user namespace an overlay keeps its notes in attributes that users may write (kernel 5.11).
            if (NamespaceCalls.Mount("overlay", parts[3], "overlay", 0, layers) < 0 && NamespaceCalls.Mount("overlay", parts[3], "overlay", 0, layers + ",userxattr") < 0) throw Errno.Failed($"mount an overlay in {directory}");
            if (NamespaceCalls.Unmount(parts[3], NamespaceCalls.Detach) < 0) throw Errno.Failed("unmount the overlay");
        }
        finally
        {
            if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Maps the owners of the files that instances see as /usr, by the user namespace of a process that is there for that alone.</summary>
    private static void IdMappedMounts()
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new IOException("unshare did not start");
        try
        {
            // It answers once it has its namespace and map.
            process.StandardInput.WriteLine();
            process.StandardInput.Flush();
            var answer = process.StandardOutput.ReadLineAsync();
            if (!answer.Wait(ProgramLimit) || answer.Result is null) throw new IOException(answer.IsCompleted ? process.StandardError.ReadToEnd().Trim() : $"unshare --user did not answer within {ProgramLimit.TotalSeconds} s");
            using var users = FileCalls.Open($"/proc/{process.Id}/ns/user", FileCalls.ReadOnly | FileCalls.CloseOnExec);
            if (users.IsInvalid) throw Errno.Failed("open a user namespace");
            using var copy = MountCalls.Copy("/usr");
            if (!MountCalls.TryMapOwners(copy, users)) throw Errno.Failed("map the owners of the files of /usr");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
        }
    }

    private void Carry(string attempted)
    {
        using var socket = NetlinkSocket.Open(NetlinkSocket.Route);
        KernelException? failed = null;
        socket.Carry(writer, (_, errno, words) => failed ??= new KernelException(words.Length == 0 ? attempted : $"{attempted}: {words}", errno));
        if (failed is not null) throw failed;
    }
}
