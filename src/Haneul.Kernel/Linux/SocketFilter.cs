using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>
/// Keeps a thread, and all that is started from it, from making sockets of a family that no namespace holds: AF_VSOCK reaches the hypervisor of a virtual machine, and services of it, past every network (vsock(7), seccomp(2)).
/// </summary>
internal static unsafe partial class SocketFilter
{
    private const uint Vsock = 40;
    private const uint FamilyNotSupported = 97;
    private const uint NoSuchCall = 38;
    private const uint Allow = 0x7fff0000;
    private const uint Error = 0x00050000;

    // struct seccomp_data: number, architecture, then the arguments from byte 16 on.
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint FirstArgumentOffset = 16;

    private const uint X86 = 0x40000003;
    private const uint Arm64 = 0xc00000b7;

    /// <summary>Calls of x86-64 in the shape of the "x32" interface.</summary>
    private const uint X32 = 0x40000000;

    private const nint SetModeFilter = 1;

    /// <summary>Without it, older kernels slow the processes down for a weakness that has nothing to do with it (spec_store_bypass_disable=seccomp).</summary>
    private const nint AllowSpeculation = 4;

    /// <summary>For the calling thread, for good. Does nothing on architectures that it does not know.</summary>
    public static void Apply()
    {
        ReadOnlySpan<Instruction> program = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => Intel,
            Architecture.Arm64 => Arm,
            _ => [],
        };
        if (program.Length == 0) return;
        fixed (Instruction* first = program)
        {
            var filter = new Filter { Count = (ushort)program.Length, First = first };
            if (Seccomp(Errand.Number(317, 277), SetModeFilter, AllowSpeculation, &filter) < 0) throw Errno.Failed("a filter for sockets");
        }
    }

    private static readonly Instruction[] Arm =
    [
        Load(ArchitectureOffset), IfEqual(Arm64, 0, 4),
        Load(NumberOffset), IfEqual(198, 0, 2),
        Load(FirstArgumentOffset), IfEqual(Vsock, 1, 0),
        Return(Allow),
        Return(Error | FamilyNotSupported),
    ];

    private static readonly Instruction[] Intel =
    [
        Load(ArchitectureOffset), IfEqual(X86, 5, 0),
        Load(NumberOffset), IfAtLeast(X32, 8, 0), IfEqual(41, 5, 0), IfEqual(53, 4, 0), Return(Allow),
        // 32-bit programs: socketcall(2), whose arguments cannot be seen, and socket(2), which those that find no socketcall use.
        Load(NumberOffset), IfEqual(102, 3, 0), IfEqual(359, 0, 3),
        Load(FirstArgumentOffset), IfEqual(Vsock, 2, 1),
        Return(Error | NoSuchCall), Return(Allow), Return(Error | FamilyNotSupported),
    ];

    private static Instruction Load(uint offset) => new(0x20, 0, 0, offset);

    private static Instruction IfEqual(uint value, byte then, byte otherwise) => new(0x15, then, otherwise, value);

    private static Instruction IfAtLeast(uint value, byte then, byte otherwise) => new(0x35, then, otherwise, value);

    private static Instruction Return(uint answer) => new(0x06, 0, 0, answer);

    /// <summary>struct sock_filter, linux/filter.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte Then, byte Otherwise, uint Value);

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Count;
        public Instruction* First;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Seccomp(nint number, nint operation, nint flags, Filter* filter);
}
