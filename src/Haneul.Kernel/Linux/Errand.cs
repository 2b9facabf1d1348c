using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// A list of calls into the C library, prepared at home and made inside namespaces without a step of managed code between them.
/// A thread that .NET starts (to compile, to serve the pool) is born in the namespaces of the thread that happens to start it; were that one in a host, a thread of the daemon would live there for good. And whatever .NET loads meanwhile would be looked for in the host's files.
/// </summary>
internal sealed unsafe class Errand : IDisposable
{
    private const int LargestArgumentCount = 6;
    private const int UnshareNumberX64 = 272;
    private const int UnshareNumberOther = 97;
    private const int SetNamespaceNumberX64 = 308;
    private const int SetNamespaceNumberOther = 268;
    private const nint FileSystemView = 0x200;

    private static readonly nint SystemCall = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "syscall");
    private static readonly nint PosixSpawn = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn");
    private static readonly delegate* unmanaged<int*> ErrorNumber = (delegate* unmanaged<int*>)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "__errno_location");

    private readonly List<Step> steps = [];
    private readonly List<string> attempts = [];
    private readonly List<nint> memory = [];
    private readonly List<int> opened = [];
    private Step[] done = [];

    /// <summary>Adds a system call; the errand ends with an exception where it fails, and <paramref name="attempted"/> says what that was.</summary>
    public Given Call(string attempted, nint number, params ReadOnlySpan<Given> arguments) => Add(attempted, SystemCall, number, arguments, Outcome.MustNotFail);

    /// <summary>Adds a system call that may fail.</summary>
    public Given Try(string attempted, nint number, params ReadOnlySpan<Given> arguments) => Add(attempted, SystemCall, number, arguments, Outcome.MayFail);

    /// <summary>Adds a system call that opens a file; it is closed with the errand unless <see cref="Take"/> takes it.</summary>
    public Given Open(string attempted, nint number, params ReadOnlySpan<Given> arguments)
    {
        opened.Add(steps.Count);
        return Call(attempted, number, arguments);
    }

    /// <summary>Adds the start of a program.</summary>
    public void Start(ProgramStart program) => Add(program.Attempted, PosixSpawn, program.Arguments[0], [.. program.Arguments[1..].Select(argument => (Given)argument)], Outcome.AnswersError);

    /// <summary>Enters namespaces of a process (by its pidfd) or the one that the handle is of; left again at the end, or by <see cref="Leave"/>.</summary>
    public void Enter(SafeFileHandle target, int kinds, string name)
    {
        // Threads that were started from this one meanwhile share its root directory, which setns refuses to move for all of them.
        if ((kinds & Visitor.Mounts) != 0) Call("a root directory of the thread's own", Number(UnshareNumberX64, UnshareNumberOther), FileSystemView);
        Call($"entering namespaces of {name}", Number(SetNamespaceNumberX64, SetNamespaceNumberOther), target, kinds);
        steps[^1] = steps[^1] with { Enters = kinds };
    }

    /// <summary>Makes a mount namespace, a copy of the thread's in which nothing shows that happens elsewhere, and goes on in it. The answer: a file of it, which keeps it.</summary>
    public Given EnterNewMounts()
    {
        Call("a mount namespace", Number(UnshareNumberX64, UnshareNumberOther), Visitor.Mounts);
        steps[^1] = steps[^1] with { Enters = Visitor.Mounts };
        this.MakeMountsPrivate();
        return this.OpenFile("/proc/thread-self/ns/mnt", 0);
    }

    /// <summary>Goes home from where it is, for what is to be done at home.</summary>
    public void Leave() => steps.Add(new Step { Leaves = true });

    public Given Text(string text) => Bytes([.. Encoding.UTF8.GetBytes(text), 0]);

    public Given Bytes(ReadOnlySpan<byte> content)
    {
        var copy = NativeMemory.Alloc((nuint)content.Length);
        content.CopyTo(new Span<byte>(copy, content.Length));
        memory.Add((nint)copy);
        return (nint)copy;
    }

    /// <summary>What a call answered.</summary>
    public nint this[Given step] => done[step.Step].Result;

    /// <summary>A file that was opened, for the caller to close.</summary>
    public SafeFileHandle Take(Given step)
    {
        opened.Remove(step.Step);
        return new SafeFileHandle(done[step.Step].Result, true);
    }

    /// <summary>Makes the calls, in order, on the calling thread. Throws <see cref="KernelException"/> for the first that fails; the thread is at home again in any case.</summary>
    /// <param name="home">Handles of the thread's own namespaces by kind.</param>
    public void Run(ReadOnlySpan<(int Kind, SafeFileHandle Space)> home)
    {
        done = [.. steps];
        var ways = stackalloc Way[home.Length];
        for (var i = 0; i < home.Length; i++) ways[i] = new Way { Kind = home[i].Kind, Space = home[i].Space.DangerousGetHandle() };
        int failed;
        int errno;
        fixed (Step* first = done)
        {
            failed = Execute(first, done.Length, ways, home.Length, SystemCall, Number(SetNamespaceNumberX64, SetNamespaceNumberOther), ErrorNumber(), &errno);
        }
        // Going on in a namespace that nobody thinks it is in would do things to the wrong host.
        if (failed == -2) Environment.FailFast($"A thread cannot leave a namespace: {KernelException.NameOf(errno)}");
        // What was not reached was not opened.
        if (failed >= 0) opened.RemoveAll(step => step >= failed);
        if (failed >= 0) throw new KernelException(attempts[failed], errno);
    }

    public void Dispose()
    {
        foreach (var step in opened.Where(step => step < done.Length)) new SafeFileHandle(done[step].Result, true).Dispose();
        foreach (var piece in memory) NativeMemory.Free((void*)piece);
        memory.Clear();
        opened.Clear();
    }

    /// <summary>A call's number on this architecture: x86-64 has its own, the newer ones share theirs.</summary>
    public static nint Number(int x64, int other) => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? x64 : other;

    private Given Add(string attempted, nint function, nint number, ReadOnlySpan<Given> arguments, Outcome outcome)
    {
        if (arguments.Length > LargestArgumentCount) throw new ArgumentException($"{attempted}: a call has six arguments at most");
        var step = new Step { Function = function, Number = number, Outcome = outcome };
        for (var i = 0; i < arguments.Length; i++)
        {
            step.Arguments[i] = arguments[i].Value;
            step.From[i] = arguments[i].IsResult ? arguments[i].Step + 1 : 0;
        }
        steps.Add(step);
        while (attempts.Count < steps.Count) attempts.Add(attempted);
        return Given.ResultOf(steps.Count - 1);
    }

    /// <summary>Nothing here may call managed code, so that nothing can start a thread. The answer: -1, or which step failed, or -2 where home was not reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Execute(Step* steps, int count, Way* home, int ways, nint systemCall, nint setNamespace, int* lastError, int* errno)
    {
        var (failed, away) = (-1, 0);
        for (var at = 0; at <= count; at++)
        {
            var ends = at == count || failed >= 0;
            if (ends || steps[at].Leaves)
            {
                for (var way = 0; way < ways; way++)
                {
                    if ((away & home[way].Kind) == 0) continue;
                    if (((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint, nint>)systemCall)(setNamespace, home[way].Space, home[way].Kind, 0, 0, 0, 0) < 0)
                    {
                        *errno = *lastError;
                        return -2;
                    }
                }
                away = 0;
                if (ends) return failed;
                continue;
            }
            var step = &steps[at];
            for (var i = 0; i < LargestArgumentCount; i++)
            {
                if (step->From[i] > 0) step->Arguments[i] = steps[step->From[i] - 1].Result;
            }
            step->Result = ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint, nint>)step->Function)(
                step->Number, (nint)step->Arguments[0], (nint)step->Arguments[1], (nint)step->Arguments[2], (nint)step->Arguments[3], (nint)step->Arguments[4], (nint)step->Arguments[5]);
            if (step->Outcome == Outcome.AnswersError && (int)step->Result != 0) (failed, *errno) = (at, (int)step->Result);
            else if (step->Outcome == Outcome.MustNotFail && step->Result == -1) (failed, *errno) = (at, *lastError);
            else away |= step->Enters;
        }
        return failed;
    }

    /// <summary>An argument: a number, or what an earlier call answered.</summary>
    public readonly record struct Given(nint Value, int Step, bool IsResult)
    {
        public static implicit operator Given(nint value) => new(value, 0, false);

        public static implicit operator Given(int value) => new(value, 0, false);

        public static implicit operator Given(SafeHandle file) => new(file.DangerousGetHandle(), 0, false);

        public static Given ResultOf(int step) => new(0, step, true);
    }

    private enum Outcome
    {
        MustNotFail,
        MayFail,

        /// <summary>Zero or an error number, as posix_spawn(3) has it.</summary>
        AnswersError,
    }

    private struct Way
    {
        public int Kind;
        public nint Space;
    }

    private struct Step
    {
        public nint Function;
        public nint Number;
        public fixed long Arguments[LargestArgumentCount];

        /// <summary>For each argument: one more than the step whose answer it is, or 0.</summary>
        public fixed int From[LargestArgumentCount];
        public Outcome Outcome;
        public int Enters;
        public bool Leaves;
        public nint Result;
    }
}
