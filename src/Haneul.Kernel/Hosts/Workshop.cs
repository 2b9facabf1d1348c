using System.Globalization;
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

    private readonly SafeFileHandle space;
    private readonly BaseLayer layer;

    private Workshop(SafeFileHandle space, BaseLayer layer, bool mapped) => (this.space, this.layer, OwnersAreMapped) = (space, layer, mapped);

    /// <summary>Whether the machine's programs belong to the hosts' root as hosts see them, so that sudo and the like work; else copies of those are laid over.</summary>
    public bool OwnersAreMapped { get; }

    /// <param name="threads">One of them makes it.</param>
    /// <param name="places">The scaffold is a directory there, which stays empty for others.</param>
    /// <param name="layer">The shared root.</param>
    /// <param name="ids">The hosts' users.</param>
    /// <param name="owners">A user namespace with their map; null: behave as if no filesystem could show files as others'.</param>
    public static Workshop Make(VisitorThreads threads, HostPlaces places, BaseLayer layer, IdRange ids, SafeFileHandle? owners)
    {
        var (machine, root) = (Path.Combine(places.Scaffold, "machine"), Path.Combine(places.Scaffold, "root"));
        Directory.CreateDirectory(machine);
        Directory.CreateDirectory(root);
        using var shared = MountCalls.Copy(layer.Root);
        MountCalls.Restrict(shared, MountCalls.ReadOnly | MountCalls.NoSetuid | MountCalls.NoDevices);
        var programs = layer.Programs.Select(top => Programs.Copied(top, owners)).ToList();
        using var devices = HostDevices.Make(ids);
        try
        {
            using var errand = new Errand();
            var space = errand.EnterNewMounts();
            errand.PlaceMount(shared, root);
            foreach (var program in programs)
            {
                // An overlay without an upper layer can never be written, whatever root inside does to the mount; and ours lie over the machine's.
                errand.PlaceMount(program.Mount, machine);
                var laid = errand.MakeFilesystem("overlay", MountCalls.NoDevices | MountCalls.NoSetuid, ("source", "haneul"), ("lowerdir", $"{program.Over(layer)}:{machine}"));
                errand.PlaceMount(laid, Path.Combine(root, program.Top));
                errand.TakeOff(machine);
            }
            devices.Place(errand, Path.Combine(root, "dev"));
            errand.MakeRoot(errand.OpenFile(root, 0), "the workshop");
            threads.Do(visitor => visitor.Go(errand));
            return new Workshop(errand.Take(space), layer, programs.All(program => program.IsMapped));
        }
        finally
        {
            foreach (var program in programs) program.Mount.Dispose();
        }
    }

    /// <summary>Goes on in it; the thread's root is the shared base then.</summary>
    public void Enter(Errand errand) => errand.Enter(space, Visitor.Mounts, "the workshop");

    /// <summary>Copies of what hosts share, to be placed in a root: the machine's programs, devices. To be called in the workshop.</summary>
    public IReadOnlyList<(string Name, Errand.Given Mount)> Copies(Errand errand, bool withPrograms)
    {
        var copies = new List<(string, Errand.Given)> { ("dev", errand.CopyMount("/dev", recursive: true)) };
        if (!withPrograms) return copies;
        foreach (var top in layer.Programs)
        {
            var copy = errand.CopyMount("/" + top);
            // Here a setuid program would make the machine's root a host's; in a host that is what it is for.
            errand.LetSetuid(copy);
            copies.Add((top, copy));
        }
        return copies;
    }

    public void Dispose() => space.Dispose();

    /// <summary>A top directory of the machine's programs.</summary>
    private sealed record Programs(string Top, SafeFileHandle Mount, bool IsMapped)
    {
        public static Programs Copied(string top, SafeFileHandle? owners)
        {
            var mount = MountCalls.CopyAlone("/" + top);
            var isMapped = owners is not null && MountCalls.TryMapOwners(mount, owners);
            MountCalls.Restrict(mount, MountCalls.ReadOnly);
            return new Programs(top, mount, isMapped);
        }

        /// <summary>What is laid over it: an overlay without an upper layer wants two, so an empty directory where there is nothing to lay over.</summary>
        public string Over(BaseLayer layer) => Top != "usr" ? Path.Combine(layer.Root, "media") : IsMapped ? layer.Over : layer.OverWithSetuid;
    }
}
