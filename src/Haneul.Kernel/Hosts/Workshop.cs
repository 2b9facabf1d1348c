using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// A mount namespace of the daemon's own in which hosts are begun: its root is the shared base, read-only, with the machine's programs and a few devices. A host's first process starts here, so that it never sees the machine's files, and a new host copies few mounts however many the machine has.
/// It lives as long as the handle of it; nothing of it shows on the machine.
/// </summary>
internal sealed class Workshop : IDisposable
{
    /// <summary>Where a host's own root is put before it becomes the root.</summary>
    public const string NewRoot = "/mnt";

    /// <summary>Files of the machine's /dev that hosts see; each is harmless to share (mem(4), null(4), random(4), tty(4)).</summary>
    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom", "tty"];

    private static readonly (string Name, string Target)[] DeviceLinks =
    [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
        ("ptmx", "pts/ptmx"), ("shm", "/run/shm"), ("console", "/proc/1/fd/1"), ("core", "/proc/kcore"), ("log", "/run/log"),
    ];

    private readonly SafeFileHandle space;
    private readonly BaseLayer layer;

    private Workshop(SafeFileHandle space, BaseLayer layer, bool mapped) => (this.space, this.layer, OwnersAreMapped) = (space, layer, mapped);

    /// <summary>Whether the machine's programs belong to the hosts' root as hosts see them, so that sudo and the like work; else copies of those are laid over.</summary>
    public bool OwnersAreMapped { get; }

    /// <param name="visitor">Of the calling thread.</param>
    /// <param name="places">The scaffold is a directory there, which stays empty for others.</param>
    /// <param name="layer">The shared root.</param>
    /// <param name="owners">A user namespace with the hosts' map.</param>
    public static Workshop Make(Visitor visitor, HostPlaces places, BaseLayer layer, SafeFileHandle owners)
    {
        var scaffold = new Scaffold(places.Scaffold);
        scaffold.MakeDirectories();
        var mapped = true;
        var space = visitor.AtNewMounts(() => mapped = scaffold.Build(layer, owners));
        return new Workshop(space, layer, mapped);
    }

    /// <summary>Works in it; the thread's root is the shared base meanwhile.</summary>
    public T At<T>(Visitor visitor, Func<T> work) => visitor.At(space, Visitor.Mounts, "the workshop", work);

    /// <summary>Copies of what hosts share, to be placed in a root: the machine's programs, devices. Called in the workshop.</summary>
    public IReadOnlyList<(string Name, SafeFileHandle Mount)> Copies(bool withPrograms)
    {
        var copies = new List<(string, SafeFileHandle)> { ("dev", MountCalls.Copy("/dev", recursive: true)) };
        if (withPrograms) copies.AddRange(layer.Programs.Select(top => (top, MountCalls.Copy("/" + top))));
        return copies;
    }

    public void Dispose() => space.Dispose();

    private sealed class Scaffold(string path)
    {
        private string Machine => Path.Combine(path, "machine");

        private string Root => Path.Combine(path, "root");

        public void MakeDirectories()
        {
            Directory.CreateDirectory(Machine);
            Directory.CreateDirectory(Root);
        }

        /// <summary>In the new mount namespace. The answer: whether owners are mapped.</summary>
        public bool Build(BaseLayer layer, SafeFileHandle owners)
        {
            using (var root = MountCalls.Copy(layer.Root))
            {
                MountCalls.Restrict(root, MountCalls.ReadOnly | MountCalls.NoSetuid | MountCalls.NoDevices);
                MountCalls.Place(root, Root);
            }
            var mapped = true;
            foreach (var top in layer.Programs) mapped &= AddPrograms(top, layer, owners);
            AddDevices();
            using var made = FileTree.OpenPlace(Root);
            MountCalls.MakeRoot(made, "the workshop");
            return mapped;
        }

        /// <summary>
        /// The machine's programs as an overlay that has no upper layer: it can never be written, whatever root inside does to the mount; and ours lie over the machine's.
        /// </summary>
        private bool AddPrograms(string top, BaseLayer layer, SafeFileHandle owners)
        {
            using var machine = MountCalls.Copy("/" + top);
            var mapped = MountCalls.TryMapOwners(machine, owners);
            MountCalls.Restrict(machine, MountCalls.ReadOnly);
            MountCalls.Place(machine, Machine);
            // Without owners, of two layers at least: any empty directory does where there is nothing to lay over.
            var over = top == "usr" ? mapped ? layer.Over : layer.OverWithSetuid : Path.Combine(layer.Root, "media");
            using var programs = MountCalls.Make("overlay", MountCalls.NoDevices, ("source", "haneul"), ("lowerdir", $"{over}:{Machine}"));
            MountCalls.Place(programs, Path.Combine(Root, top));
            MountCalls.TakeOff(Machine);
            return mapped;
        }

        private void AddDevices()
        {
            var place = Path.Combine(Root, "dev");
            using (var dev = MountCalls.Make("tmpfs", MountCalls.NoPrograms | MountCalls.NoSetuid, ("source", "dev"), ("mode", "755"), ("size", "64k"))) MountCalls.Place(dev, place);
            foreach (var directory in new[] { "pts", "net" }) Directory.CreateDirectory(Path.Combine(place, directory));
            foreach (var (name, target) in DeviceLinks) File.CreateSymbolicLink(Path.Combine(place, name), target);
            foreach (var device in Devices) AddDevice(device, place);
            // Only where all users of the machine may make tunnels; they lie in the namespace of who makes them.
            if (!OperatingSystem.IsWindows() && File.Exists("/dev/net/tun") && (File.GetUnixFileMode("/dev/net/tun") & UnixFileMode.OtherWrite) != 0) AddDevice("net/tun", place);
            MountCalls.Seal(place);
        }

        private static void AddDevice(string name, string place)
        {
            var target = Path.Combine(place, name);
            File.WriteAllBytes(target, []);
            using var device = MountCalls.Copy(Path.Combine("/dev", name));
            MountCalls.Place(device, target);
        }
    }
}
