using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>The /dev that all hosts share, which none of them can write: a few devices of the machine that are harmless to share (null(4), full(4), random(4), tty(4)), links, and a place for each host's own terminals.</summary>
internal sealed class HostDevices : IDisposable
{
    private static readonly string[] Harmless = ["null", "zero", "full", "random", "urandom", "tty"];

    private static readonly (string Name, string Target)[] Links =
    [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
        ("ptmx", "pts/ptmx"), ("shm", "/run/shm"), ("console", "/proc/1/fd/1"), ("log", "/run/log"),
    ];

    private readonly SafeFileHandle directory;
    private readonly List<(string Name, SafeFileHandle Mount)> devices = [];

    private HostDevices(SafeFileHandle directory) => this.directory = directory;

    public static HostDevices Make(IdRange ids)
    {
        var owner = ids.Outside(0).ToString(CultureInfo.InvariantCulture);
        var made = new HostDevices(MountCalls.Make("tmpfs", MountCalls.NoPrograms | MountCalls.NoSetuid, ("source", "dev"), ("mode", "755"), ("size", "64k"), ("uid", owner), ("gid", owner)));
        var path = $"/proc/self/fd/{made.directory.DangerousGetHandle()}";
        foreach (var name in new[] { "pts", "net" }) Directory.CreateDirectory(Path.Combine(path, name));
        foreach (var (name, target) in Links) File.CreateSymbolicLink(Path.Combine(path, name), target);
        foreach (var name in Harmless) made.Add(name, path);
        // Only where all users of the machine may make tunnels; a tunnel lies in the namespace of who makes it.
        if (!OperatingSystem.IsWindows() && File.Exists("/dev/net/tun") && (File.GetUnixFileMode("/dev/net/tun") & UnixFileMode.OtherWrite) != 0) made.Add("net/tun", path);
        return made;
    }

    /// <summary>Puts it in place and seals it.</summary>
    public void Place(Errand errand, string path)
    {
        errand.PlaceMount(directory, path);
        foreach (var (name, mount) in devices) errand.PlaceMount(mount, Path.Combine(path, name));
        errand.Seal(path);
    }

    public void Dispose()
    {
        directory.Dispose();
        foreach (var (_, mount) in devices) mount.Dispose();
    }

    private void Add(string name, string path)
    {
        File.WriteAllBytes(Path.Combine(path, name), []);
        devices.Add((name, MountCalls.Copy(Path.Combine("/dev", name))));
    }
}
