using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>
/// Root filesystems that hosts may have instead of the machine's programs, each a copy in the data directory. They are unpacked by a tar(1) that is only the hosts' root: it cannot write anywhere else, make devices, or give a file to a user of the machine.
/// </summary>
public sealed class ImageShelf(HostPlaces places)
{
    /// <summary>What a host mounts upon, and what programs expect to be there.</summary>
    private static readonly (string Name, UnixFileMode Mode)[] Needed =
    [
        ("dev", (UnixFileMode)0b111_101_101), ("etc", (UnixFileMode)0b111_101_101), ("home", (UnixFileMode)0b111_101_101), ("mnt", (UnixFileMode)0b111_101_101), ("proc", (UnixFileMode)0b111_101_101),
        ("root", (UnixFileMode)0b111_000_000), ("run", (UnixFileMode)0b111_101_101), ("sys", (UnixFileMode)0b111_101_101), ("tmp", (UnixFileMode)0b1_111_111_111), ("var", (UnixFileMode)0b111_101_101),
    ];

    /// <summary>The images that were added, by name, in order.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(places.Images)
        ? [.. Directory.EnumerateDirectories(places.Images).Select(path => Path.GetFileName(path) ?? "").Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Takes in a root filesystem: a directory, or a tarball of one in a format that tar(1) reads. Throws <see cref="HostException"/>.</summary>
    public void Add(string name, string path)
    {
        if (HostPlaces.Checked(name) == HostImage.Default) throw new HostException("'default' is the machine's own programs; give the image another name");
        var target = Path.Combine(places.Images, name);
        if (Directory.Exists(target)) throw new HostException($"There is an image '{name}' already; remove it first");
        if (!File.Exists(path) && !Directory.Exists(path)) throw new HostException($"There is nothing at {path}");
        var making = Path.Combine(places.Images, $".{name}-{Environment.ProcessId}");
        try
        {
            FileTree.Remove(making);
            Directory.CreateDirectory(making);
            FileTree.SetMode(making, (UnixFileMode)0b111_101_101);
            var ids = IdRange.Of(places);
            FileTree.Give(making, ids.Outside(0), ids.Outside(0));
            Unpack(Path.GetFullPath(path), making, ids);
            Complete(making, path, ids);
            Directory.Move(making, target);
        }
        catch (Exception e) when (e is KernelException or IOException or UnauthorizedAccessException)
        {
            throw new HostException($"{path} cannot be taken in as an image: {e.Message}", e);
        }
        finally
        {
            FileTree.Remove(making);
        }
    }

    /// <summary>Removes an image that no host stands on, running or stopped.</summary>
    public void Remove(string name)
    {
        var path = Path.Combine(places.Images, HostPlaces.Checked(name));
        if (!Directory.Exists(path)) throw new HostException($"There is no image '{name}'");
        var layers = Directory.Exists(places.Layers) ? Directory.EnumerateDirectories(places.Layers) : [];
        var user = layers.FirstOrDefault(layer => File.Exists(Path.Combine(layer, "image")) && File.ReadAllText(Path.Combine(layer, "image")) == name);
        if (user is not null) throw new HostException($"Host {Path.GetFileName(user)} stands on image '{name}': terminate it first");
        FileTree.Remove(path);
    }

    internal HostImage Find(string name)
    {
        var path = Path.Combine(places.Images, HostPlaces.Checked(name));
        return Directory.Exists(path) ? new HostImage(name, path, false) : throw new HostException($"There is no image '{name}': haneul image add {name} PATH takes one in");
    }

    private static void Unpack(string path, string making, IdRange ids)
    {
        using var owners = OwnerSpace.Make(ids);
        // The shell goes into the directory while it is still the machine's root: the hosts' root may not reach it by its path. The list on standard output is not wanted.
        string[] read = Directory.Exists(path)
            ? ["tar", "--directory", path, "--numeric-owner", "--one-file-system", "--exclude=./dev/*", "--exclude=./proc/*", "--exclude=./sys/*", "--create", "."]
            : ["cat", path];
        string[] write = ["tar", "--extract", "--file=-", "--numeric-owner", "--preserve-permissions", "--exclude=./dev/*", "--exclude=dev/*", .. Compression(path)];
        var script = $"set -e; cd {CloudConfig.Quote(making)}; {Words(read)} | {Words([.. Entry.Become(ids), "nsenter", "--user=/proc/self/fd/3", "--", .. write])}";
        var complaint = Path.Combine(making + ".errors");
        try
        {
            using var errors = File.OpenHandle(complaint, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            using var program = new ProgramStart("/bin/sh", ["sh", "-c", script], Entry.Environment, [(2, errors), (3, owners)]);
            if (ProcessCalls.Reap(program.Start(), wait: true) is 0) return;
            var said = File.ReadLines(complaint).Take(3);
            throw new HostException($"{path} cannot be unpacked: {string.Join("; ", said)}");
        }
        finally
        {
            File.Delete(complaint);
        }
    }

    /// <summary>tar finds out by itself for a file, not for a pipe.</summary>
    private static IEnumerable<string> Compression(string path)
    {
        if (Directory.Exists(path)) return [];
        Span<byte> head = stackalloc byte[6];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < 4 ? [] : head switch
        {
            [0x1f, 0x8b, ..] => ["--gzip"],
            [0xfd, 0x37, 0x7a, 0x58, ..] => ["--xz"],
            [0x28, 0xb5, 0x2f, 0xfd, ..] => ["--zstd"],
            [0x42, 0x5a, 0x68, ..] => ["--bzip2"],
            _ => [],
        };
    }

    private static void Complete(string making, string path, IdRange ids)
    {
        if (FileTree.IsInside(making, "manifest.json") && !FileTree.IsInside(making, "etc")) throw new HostException($"{path} holds layers of an image ('docker save'); give the root filesystem of a container ('docker export')");
        if (!FileTree.IsInside(making, "bin/sh")) throw new HostException($"{path} has no /bin/sh: it is not a root filesystem that a host could boot");
        foreach (var (name, mode) in Needed)
        {
            if (FileTree.IsInside(making, name)) continue;
            var full = Path.Combine(making, name);
            Directory.CreateDirectory(full);
            FileTree.Give(full, ids.Outside(0), ids.Outside(0));
            FileTree.SetMode(full, mode);
        }
    }

    private static string Words(IEnumerable<string> command) => string.Join(' ', command.Select(CloudConfig.Quote));
}
