using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>
/// Keeps a thread, and all that is started from it, from the few things that would lead out of a host past all namespaces (seccomp(2)):
/// sockets of AF_VSOCK, which reach the hypervisor of a virtual machine and its services (vsock(7)), and typing into the terminal of whoever came in from outside (TIOCSTI, ioctl_tty(2)).
/// </summary>
internal static unsafe partial class CallFilter
{
    private const int Vsock = 40;
    private const int TypeIntoTerminal = 0x5412;
    private const int TypeIntoConsole = 0x541c;
    private const uint NotPermitted = 1;
    private const uint FamilyNotSupported = 97;
    private const uint NoSuchCall = 38;

    private const uint X86 = 0x40000003;

    /// <summary>Calls of x86-64 in the shape of the "x32" interface have this bit.</summary>
    private const uint X32 = 0x40000000;

    private const nint SetModeFilter = 1;

    /// <summary>Without it, older kernels slow the processes down for a weakness that has nothing to do with it (spec_store_bypass_disable=seccomp).</summary>
    private const nint AllowSpeculation = 4;

    private static readonly Rule[] X64Rules = [.. Rules(socket: 41, socketPair: 53, control: 16)];

    private static readonly Rule[] OtherRules = [.. Rules(socket: 198, socketPair: 199, control: 29)];

    /// <summary>32-bit programs: the arguments of socketcall(2) cannot be seen; without it they use socket(2).</summary>
    private static readonly Rule[] X86Rules = [new Rule(102, null, NoSuchCall), .. Rules(socket: 359, socketPair: 360, control: 54)];

    /// <summary>For the calling thread, for good. Does nothing on architectures that it does not know.</summary>
    public static void Apply()
    {
        Instruction[] program = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => Intel(),
            Architecture.Arm64 => [.. Block(OtherRules)],
            _ => [],
        };
        if (program.Length == 0) return;
        fixed (Instruction* first = program)
        {
            var filter = new Filter { Count = (ushort)program.Length, First = first };
            if (Seccomp(Errand.Number(317, 277), SetModeFilter, AllowSpeculation, &filter) < 0) throw Errno.Failed("a filter for system calls");
        }
    }

    private static IEnumerable<Rule> Rules(uint socket, uint socketPair, uint control) =>
    [
        new Rule(socket, (0, Vsock), FamilyNotSupported), new Rule(socketPair, (0, Vsock), FamilyNotSupported),
        new Rule(control, (1, TypeIntoTerminal), NotPermitted), new Rule(control, (1, TypeIntoConsole), NotPermitted),
    ];

    private static Instruction[] Intel()
    {
        List<Instruction> native = [Instruction.LoadNumber, Instruction.SkipIfBelow(X32, 1), Instruction.Refuse(NoSuchCall), .. Block(X64Rules)];
        return [Instruction.LoadArchitecture, Instruction.SkipIfEqual(X86, (byte)native.Count), .. native, .. Block(X86Rules)];
    }

    private static IEnumerable<Instruction> Block(IEnumerable<Rule> rules) => [.. rules.SelectMany(rule => rule.Instructions()), Instruction.Allow];

    /// <summary>Refuses a call, or one with a certain argument.</summary>
    private sealed record Rule(uint Number, (int Index, uint Value)? Argument, uint Errno)
    {
        public Instruction[] Instructions() => Argument is { } argument
            ? [Instruction.LoadNumber, Instruction.SkipUnlessEqual(Number, 3), Instruction.LoadArgument(argument.Index), Instruction.SkipUnlessEqual(argument.Value, 1), Instruction.Refuse(Errno)]
            : [Instruction.LoadNumber, Instruction.SkipUnlessEqual(Number, 1), Instruction.Refuse(Errno)];
    }

    /// <summary>struct sock_filter, linux/filter.h, over struct seccomp_data: number, architecture, then the arguments from byte 16 on (the lower half of each decides here).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte Then, byte Otherwise, uint Value)
    {
        public static Instruction LoadNumber { get; } = new(0x20, 0, 0, 0);

        public static Instruction LoadArchitecture { get; } = new(0x20, 0, 0, 4);

        public static Instruction Allow { get; } = new(0x06, 0, 0, 0x7fff0000);

        public static Instruction LoadArgument(int index) => new(0x20, 0, 0, (uint)(16 + 8 * index));

        public static Instruction SkipIfEqual(uint value, byte count) => new(0x15, count, 0, value);

        public static Instruction SkipUnlessEqual(uint value, byte count) => new(0x15, 0, count, value);

        public static Instruction SkipIfBelow(uint value, byte count) => new(0x35, 0, count, value);

        public static Instruction Refuse(uint errno) => new(0x06, 0, 0, 0x00050000 | errno);
    }

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
