using static Haneul.Kernel.Errand;

namespace Haneul.Kernel;

/// <summary>Mounts, directories and files as parts of an errand: open_tree(2), move_mount(2), fsopen(2), pivot_root(2), openat(2).</summary>
internal static class MountErrands
{
    private const int CurrentDirectory = -100;
    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x200000;
    private const int DirectoryOnly = 0x10000;
    private const int NoFollow = 0x20000;
    private const int Recursive = 0x8000;
    private const int CloneTree = 1;
    private const int FromEmptyPath = 4;
    private const int ToEmptyPath = 0x40;
    private const int EmptyPath = 0x1000;
    private const int Detach = 2;
    private const int OpenMode = 0b111_101_101;

    private static nint OpenAt => Number(257, 56);

    private static nint Mount => Number(165, 40);

    private static nint Unmount => Number(166, 39);

    /// <summary>A copy of the mount at a path (with those below it), not yet in place.</summary>
    public static Given CopyMount(this Errand errand, string path, bool recursive = false) =>
        errand.Open($"copying the mount of {path}", 428, CurrentDirectory, errand.Text(path), CloneTree | CloseOnExec | (recursive ? Recursive : 0));

    /// <summary>Puts a mount in place upon a file or directory that is open.</summary>
    public static void PlaceMount(this Errand errand, Given mount, Given upon, string name) =>
        errand.Call($"putting a mount upon {name}", 429, mount, errand.Text(""), upon, errand.Text(""), FromEmptyPath | ToEmptyPath);

    /// <summary>Puts a mount in place at a path that is nobody's but ours.</summary>
    public static void PlaceMount(this Errand errand, Given mount, string path) =>
        errand.Call($"putting a mount upon {path}", 429, mount, errand.Text(""), CurrentDirectory, errand.Text(path), FromEmptyPath);

    /// <summary>Lets setuid programs of a mount be what they are.</summary>
    public static void LetSetuid(this Errand errand, Given mount)
    {
        // struct mount_attr, linux/mount.h: what to set, what to clear, propagation, a namespace.
        var attributes = new byte[32];
        attributes[8] = (byte)MountCalls.NoSetuid;
        errand.Call("allowing setuid programs", 442, mount, errand.Text(""), EmptyPath, errand.Bytes(attributes), attributes.Length);
    }

    /// <summary>A filesystem of a type with options, not yet in place.</summary>
    public static Given MakeFilesystem(this Errand errand, string type, ulong attributes, params ReadOnlySpan<(string Name, string Value)> options)
    {
        var context = errand.Open($"opening filesystem {type}", 430, errand.Text(type), 1);
        foreach (var (name, value) in options) errand.Call($"filesystem {type}: option {name}={value}", 431, context, 1, errand.Text(name), errand.Text(value), 0);
        errand.Call($"making filesystem {type}", 431, context, 6, 0, 0, 0);
        return errand.Open($"mounting filesystem {type}", 432, context, 1, (nint)attributes);
    }

    /// <summary>A directory right in another, made where there is none. Whoever owns the tree cannot lead elsewhere by a symbolic link: that is an error.</summary>
    public static Given DirectoryIn(this Errand errand, Given above, string name)
    {
        errand.Try($"making directory {name} of the root", Number(258, 34), above, errand.Text(name), OpenMode);
        return errand.Open($"opening directory {name} of the root", OpenAt, above, errand.Text(name), PathOnly | DirectoryOnly | NoFollow | CloseOnExec, 0);
    }

    public static Given OpenFile(this Errand errand, string path, int flags) => errand.Open($"opening {path}", OpenAt, CurrentDirectory, errand.Text(path), flags | CloseOnExec, 0);

    /// <summary>Makes a directory, which must be a mount, the root of the mount namespace that the thread is in, for all processes there; what was there before is gone.</summary>
    public static void MakeRoot(this Errand errand, Given directory, string name)
    {
        // "." twice: the old root then lies upon the new one and is taken off (pivot_root(2), NOTES).
        errand.Call($"entering {name}", Number(81, 50), directory);
        errand.Call($"making {name} the root", Number(155, 41), errand.Text("."), errand.Text("."));
        errand.Call($"taking off the root before {name}", Unmount, errand.Text("."), Detach);
    }

    /// <summary>Keeps what is mounted in this namespace from showing up in others, and the other way round.</summary>
    public static void MakeMountsPrivate(this Errand errand) => errand.Call("making all mounts private", Mount, errand.Text("none"), errand.Text("/"), 0, 0x4000 | 0x40000, 0);

    /// <summary>Makes the filesystem at a path (not only this mount of it) read-only.</summary>
    public static void Seal(this Errand errand, string path) => errand.Call($"making {path} read-only", Mount, errand.Text("none"), errand.Text(path), 0, 0x20 | 0x1, 0);

    public static void TakeOff(this Errand errand, string path) => errand.Call($"unmounting {path}", Unmount, errand.Text(path), Detach);
}
