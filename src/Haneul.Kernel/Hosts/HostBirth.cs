using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Makes a host's namespaces, its first process and its root. The process waits; it ends by itself if the daemon dies before it is told to boot.</summary>
internal sealed class HostBirth(VisitorThreads threads, Workshop workshop, HostCgroups cgroups, IdRange ids, HostProc proc)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// unshare(1) makes all namespaces but one; its child is the first in the process namespace and stays there, unshare ends. The cgroup namespace comes last, when the process is in its cgroup, whose root it so becomes.
    /// </summary>
    private string[] Chain =>
    [
        "unshare", "--user", "--net", "--mount", "--pid", "--uts", "--ipc", "--keep-caps", "--",
        // With one number only the process is root already, and may not say so (setgroups(2)).
        "/bin/sh", "-c", $"(read -r _ && exec unshare --cgroup {(ids.IsComplete ? "--setgid 0 --setuid 0" : "")} -- /usr/sbin/init) <&3 3<&- & echo $!",
    ];

    /// <summary>A host that waits to be booted.</summary>
    /// <param name="Pid">Its process 1, by the machine's number.</param>
    /// <param name="Process">The same as a handle.</param>
    /// <param name="Go">A line written here boots it.</param>
    public sealed record Newborn(int Pid, SafeFileHandle Process, SafeFileHandle Go);

    public Newborn Bear(HostSpec spec, HostLayer layer, HostImage image)
    {
        var (goRead, go) = ProcessCalls.MakePipe();
        var (said, say) = ProcessCalls.MakePipe();
        SafeFileHandle? process = null;
        using var words = new WordPipe(said, Patience);
        try
        {
            using (goRead)
            using (say) ProcessCalls.Reap(Spawn(layer, goRead, say), wait: true);
            var pid = int.Parse(words.Next($"host {spec.Id}: its first process", layer.ReadConsole), CultureInfo.InvariantCulture);
            process = ProcessCalls.Open(pid);
            cgroups.Put(spec, pid);
            MapUsers(pid);
            ProcessCalls.Write(go, "map\n"u8);
            using var run = MakeRun(spec);
            using var root = MakeRoot(layer, image);
            if (words.Next($"host {spec.Id}: its init", layer.ReadConsole) != "ready") throw new HostException($"Host {spec.Id}: its init says something else than that it is ready");
            using var ownProc = proc.Make(pid, process);
            Assemble(spec, image, process, root, run, ownProc);
            return new Newborn(pid, process, go);
        }
        catch
        {
            // The end of this pipe ends it before there is a handle of it.
            go.Dispose();
            if (process is not null) Undo(spec.Id, process);
            throw;
        }
    }

    private void Undo(string id, SafeFileHandle process)
    {
        using (process)
        {
            ProcessCalls.Signal(process, ProcessCalls.Kill);
            ProcessCalls.IsReadable(process, (int)Patience.TotalMilliseconds);
        }
        cgroups.RemoveAsync(id).GetAwaiter().GetResult();
    }

    private int Spawn(HostLayer layer, SafeFileHandle go, SafeFileHandle say)
    {
        using var console = FileTree.OpenToAppend(layer.Console);
        (int, SafeHandle)[] files = [(1, say), (2, console), (3, go), (4, console)];
        using var program = new ProgramStart("/usr/bin/unshare", Chain, Entry.Environment, files);
        using var errand = new Errand();
        workshop.Enter(errand);
        errand.Start(program);
        threads.Do(visitor =>
        {
            Keyring.Leave();
            visitor.Go(errand);
        });
        return program.Pid;
    }

    private void MapUsers(int pid)
    {
        if (!ids.IsComplete) File.WriteAllText($"/proc/{pid}/setgroups", "deny");
        File.WriteAllText($"/proc/{pid}/uid_map", ids.Map);
        File.WriteAllText($"/proc/{pid}/gid_map", ids.Map);
    }

    /// <summary>The host's /run, with what init and the daemon have to tell each other.</summary>
    private SafeFileHandle MakeRun(HostSpec spec)
    {
        var size = spec.MemoryBytes > 0 ? (spec.MemoryBytes / 2).ToString(CultureInfo.InvariantCulture) : "25%";
        var owner = ids.Outside(0).ToString(CultureInfo.InvariantCulture);
        var run = MountCalls.Make("tmpfs", MountCalls.NoSetuid | MountCalls.NoDevices, ("source", "run"), ("mode", "755"), ("size", size), ("uid", owner), ("gid", owner));
        var path = $"/proc/self/fd/{run.DangerousGetHandle()}";
        foreach (var (name, mode) in new[] { ("haneul", 0b111_101_101), ("sshd", 0b111_101_101), ("lock", 0b1_111_111_111), ("shm", 0b1_111_111_111) })
        {
            Directory.CreateDirectory($"{path}/{name}");
            FileTree.SetMode($"{path}/{name}", (UnixFileMode)mode);
            FileTree.Give($"{path}/{name}", ids.Outside(0), ids.Outside(0));
        }
        FileTree.MakeFifo($"{path}/haneul/stops", (UnixFileMode)0b110_000_000);
        FileTree.Give($"{path}/haneul/stops", ids.Outside(0), ids.Outside(0));
        File.WriteAllText($"{path}/haneul/resolv.conf", HostFiles.Resolvers(spec));
        FileTree.SetMode($"{path}/haneul/resolv.conf", (UnixFileMode)0b110_100_100);
        FileTree.Give($"{path}/haneul/resolv.conf", ids.Outside(0), ids.Outside(0));
        return run;
    }

    /// <summary>In a user namespace an overlay keeps its notes in attributes that users may write (kernel 5.11).</summary>
    private static SafeFileHandle MakeRoot(HostLayer layer, HostImage image) => MountCalls.Make(
        "overlay", MountCalls.NoDevices, [("source", "haneul"), ("lowerdir", image.Lower), ("upperdir", layer.Upper), ("workdir", layer.Work), .. UserSpace.IsInitial ? Array.Empty<(string, object?)>() : [("userxattr", null)]]);

    /// <summary>Puts the root together in the host's mount namespace and makes it the root there.</summary>
    private void Assemble(HostSpec spec, HostImage image, SafeFileHandle process, SafeFileHandle root, SafeFileHandle run, SafeFileHandle proc)
    {
        const ulong strict = MountCalls.NoSetuid | MountCalls.NoDevices | MountCalls.NoPrograms;
        var ttyGroup = ids.Outside(5).ToString(CultureInfo.InvariantCulture);
        using var terminals = MountCalls.Make("devpts", MountCalls.NoSetuid | MountCalls.NoPrograms, ("mode", "620"), ("ptmxmode", "666"), ("gid", ttyGroup));
        using var errand = new Errand();
        workshop.Enter(errand);
        var mounts = new List<(string Name, Errand.Given Mount)>(workshop.Copies(errand, image.HasMachinePrograms)) { ("run", run), ("proc", proc) };
        errand.Leave();
        errand.Enter(process, Visitor.Network | Visitor.HostNames, spec.Id);
        errand.SetHostName(spec.HostName);
        errand.RaiseLoopback();
        // It shows the network devices of the namespace in which it is made.
        mounts.Add(("sys", errand.MakeFilesystem("sysfs", strict | MountCalls.ReadOnly)));
        errand.Leave();
        errand.Enter(process, Visitor.Mounts, spec.Id);
        errand.PlaceMount(root, Workshop.NewRoot);
        foreach (var (name, mount) in mounts) errand.PlaceMount(mount, errand.DirectoryIn(root, name), name);
        errand.PlaceMount(terminals, errand.DirectoryIn(errand.DirectoryIn(root, "dev"), "pts"), "dev/pts");
        errand.MakeRoot(root, $"the root of {spec.Id}");
        threads.Do(visitor => visitor.Go(errand));
    }
}
