using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// The files that namespaces are pinned to, so that they live without a process: bind mounts of nsfs below <c>net/</c> of the run directory, as ip-netns(8) has them below /run/netns.
/// </summary>
internal sealed class NamespacePins
{
    private const int LongestName = 200;

    private readonly string directory;

    /// <summary>
    /// Makes the directory where it is missing, as a mount of its own that is shared: a mount namespace that was copied from this one (a service's, a container's) holds copies of the pins, and only by sharing do they go when the pin goes.
    /// </summary>
    public NamespacePins(string runDirectory)
    {
        directory = Path.Combine(runDirectory, "net");
        Directory.CreateDirectory(directory);
        if (IsMountPoint(directory)) return;
        if (NamespaceCalls.Mount(directory, directory, null, NamespaceCalls.Bind, null) < 0) throw Errno.Failed($"mount {directory} on itself");
        if (NamespaceCalls.Mount("none", directory, null, NamespaceCalls.Shared, null) < 0) throw Errno.Failed($"share the mount {directory}");
    }

    /// <summary>A namespace by name; the caller closes it.</summary>
    public SafeFileHandle Open(string name)
    {
        var path = PathOf(name);
        var file = FileCalls.Open(path, FileCalls.ReadOnly | FileCalls.CloseOnExec);
        if (file.IsInvalid) throw Errno.Failed($"open the namespace {name}");
        if (FileCalls.FilesystemOf(path) == FileCalls.NamespaceFilesystem) return file;
        file.Dispose();
        throw new KernelException($"open the namespace {name}", Errno.NoSuchEntry);
    }

    public bool Has(string name) => FileCalls.FilesystemOf(PathOf(name)) == FileCalls.NamespaceFilesystem;

    /// <summary>The names of the namespaces that are pinned; a file without a namespace, left by a crash between two steps, is none.</summary>
    public HashSet<string> Names() => Directory.EnumerateFiles(directory)
        .Where(path => FileCalls.FilesystemOf(path) == FileCalls.NamespaceFilesystem)
        .Select(path => Path.GetFileName(path))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Pins the namespace that a file of /proc stands for.</summary>
    public void Pin(string name, string source)
    {
        var path = PathOf(name);
        using (File.Create(path))
        {
            // Something to mount upon.
        }
        if (NamespaceCalls.Mount(source, path, null, NamespaceCalls.Bind, null) == 0) return;
        var failed = Errno.Failed($"pin the namespace {name} to {path}");
        File.Delete(path);
        throw failed;
    }

    public void Release(string name)
    {
        var path = PathOf(name);
        if (NamespaceCalls.Unmount(path, NamespaceCalls.Detach) < 0 && Errno.Last != Errno.Invalid) throw Errno.Failed($"release the namespace {name}");
        File.Delete(path);
    }

    /// <summary>Lets go of the directory when nothing is pinned there any more.</summary>
    public void Close()
    {
        if (Names().Count > 0 || !IsMountPoint(directory)) return;
        if (NamespaceCalls.Unmount(directory, NamespaceCalls.Detach) < 0) throw Errno.Failed($"unmount {directory}");
    }

    private static bool IsMountPoint(string path)
    {
        // A mount on itself has the device of its parent, so only the list of mounts tells; its fifth word is the mount point, with octal escapes.
        var wanted = path.Replace(" ", "\\040", StringComparison.Ordinal);
        return File.ReadLines("/proc/thread-self/mountinfo").Any(line => line.Split(' ') is [_, _, _, _, var point, ..] && point == wanted);
    }

    private string PathOf(string name) => name.Length is > 0 and <= LongestName && name[0] != '.' && !name.Contains('/')
        ? Path.Combine(directory, name)
        : throw new ArgumentException($"'{name}' is not a name for a namespace");
}
