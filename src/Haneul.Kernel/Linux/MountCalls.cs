using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Mounts as handles that are put in place when they are complete: fsopen(2), fsconfig(2), fsmount(2), open_tree(2), mount_setattr(2).</summary>
internal static partial class MountCalls
{
    public const ulong ReadOnly = 0x1;
    public const ulong NoSetuid = 0x2;
    public const ulong NoDevices = 0x4;
    public const ulong NoPrograms = 0x8;

    private const ulong IdMapped = 0x100000;

    // The calls since Linux 5.2 have one number on all architectures.
    private const nint OpenTreeNumber = 428;
    private const nint FsOpenNumber = 430;
    private const nint FsConfigNumber = 431;
    private const nint FsMountNumber = 432;
    private const nint SetAttributesNumber = 442;

    private const uint SetFlag = 0;
    private const uint SetString = 1;
    private const uint SetFile = 5;
    private const uint Create = 6;

    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const int Recursive = 0x8000;
    private const int CloneTree = 1;
    private const int CloseOnExec = 0x80000;

    /// <summary>A filesystem of a type, not yet in place. An option without value is a flag; one whose value is a handle hands that over.</summary>
    public static SafeFileHandle Make(string type, ulong attributes, params ReadOnlySpan<(string Name, object? Value)> options)
    {
        using var context = Handle(FsOpen(FsOpenNumber, type, 1), $"opening filesystem {type}");
        foreach (var (name, value) in options)
        {
            var failed = value switch
            {
                null => FsConfig(FsConfigNumber, context, SetFlag, name, null, 0),
                SafeFileHandle file => FsConfig(FsConfigNumber, context, SetFile, name, null, (int)file.DangerousGetHandle()),
                _ => FsConfig(FsConfigNumber, context, SetString, name, value.ToString(), 0),
            };
            if (failed < 0) throw Refused(context, $"filesystem {type}: option {name}={value}");
        }
        if (FsConfig(FsConfigNumber, context, Create, null, null, 0) < 0) throw Refused(context, $"making filesystem {type}");
        return Handle(FsMount(FsMountNumber, context, 1, (nint)attributes), $"mounting filesystem {type}");
    }

    /// <summary>A copy of the mount at a path (with those below it), not yet in place.</summary>
    public static SafeFileHandle Copy(string path, bool recursive = false) =>
        Handle(OpenTree(OpenTreeNumber, CurrentDirectory, path, CloneTree | CloseOnExec | (recursive ? Recursive : 0)), $"copying the mount of {path}");

    /// <summary>A copy of the mount at a path alone. In a user namespace what is mounted upon it cannot be left behind (mount_namespaces(7), "Restrictions"): then it comes along.</summary>
    public static SafeFileHandle CopyAlone(string path)
    {
        try
        {
            return Copy(path);
        }
        catch (KernelException e) when (e.Errno == Errno.Invalid && !UserSpace.IsInitial)
        {
            return Copy(path, recursive: true);
        }
    }

    public static void Restrict(SafeFileHandle mount, ulong attributes) => Set(mount, new Attributes { Add = attributes }, "restricting a mount");

    /// <summary>Lets files of the mount belong to whom the user namespace maps their owners to. The answer: whether its filesystem can do that.</summary>
    public static bool TryMapOwners(SafeFileHandle mount, SafeFileHandle userNamespace)
    {
        var attributes = new Attributes { Add = IdMapped, UserNamespace = (ulong)userNamespace.DangerousGetHandle() };
        return SetAttributes(SetAttributesNumber, mount, "", EmptyPath, in attributes, Attributes.Size) == 0;
    }

    /// <summary>Keeps what is mounted in the thread's namespace from showing up in others, and the other way round.</summary>
    public static void MakeAllPrivate()
    {
        if (NamespaceCalls.Mount("none", "/", null, 0x4000 | 0x40000, null) < 0) throw Errno.Failed("making all mounts private");
    }

    private static void Set(SafeFileHandle mount, Attributes attributes, string attempted)
    {
        if (SetAttributes(SetAttributesNumber, mount, "", EmptyPath, in attributes, Attributes.Size) < 0) throw Errno.Failed(attempted);
    }

    private static SafeFileHandle Handle(nint answer, string attempted) => answer >= 0 ? new SafeFileHandle(answer, true) : throw Errno.Failed(attempted);

    /// <summary>With what the filesystem itself says about it, which a read of the context gives (fsopen(2)).</summary>
    private static KernelException Refused(SafeFileHandle context, string attempted)
    {
        var errno = Errno.Last;
        Span<byte> said = stackalloc byte[512];
        var length = Read(context, said, said.Length);
        return new KernelException(length > 2 ? $"{attempted} ({System.Text.Encoding.UTF8.GetString(said[2..(int)length]).Trim()})" : attempted, errno);
    }

    /// <summary>struct mount_attr, linux/mount.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public const nint Size = 32;
        public ulong Add;
        public ulong Remove;
        public ulong Propagation;
        public ulong UserNamespace;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FsOpen(nint number, string type, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FsConfig(nint number, SafeFileHandle context, uint command, string? name, string? value, int file);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint FsMount(nint number, SafeFileHandle context, nint flags, nint attributes);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenTree(nint number, int directory, string path, nint flags);


    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SetAttributes(nint number, SafeFileHandle mount, string path, nint flags, in Attributes attributes, nint size);


    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> into, nint length);
}
