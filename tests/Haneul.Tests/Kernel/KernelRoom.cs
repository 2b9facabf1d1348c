using Haneul.Kernel;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Kernel;

/// <summary>
/// The real kernel in a network namespace of its own that stands for the machine's, with no way out; everything in it goes when it is disposed of. Judges look in by nsenter.
/// </summary>
internal sealed class KernelRoom : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string run = Path.Combine(Path.GetTempPath(), $"haneul-room-{Guid.NewGuid():N}");
    private readonly NamespaceEntry door;

    public KernelRoom()
    {
        door = new NamespaceEntry(Path.Combine(run, "judge"));
        Kernel = door.InNew(() =>
        {
            new NamespacePins(Path.Combine(run, "judge")).Pin("machine", "/proc/thread-self/ns/net");
            return new LinuxKernel(Path.Combine(run, "haneul"));
        });
        Done("", new KernelChange.SetUp("lo", true));
    }

    public LinuxKernel Kernel { get; }

    /// <summary>Where a namespace is pinned, the room's machine for the empty name.</summary>
    public string FileOf(string name) => name.Length == 0 ? Path.Combine(run, "judge", "net", "machine") : Path.Combine(run, "haneul", "net", name);

    /// <summary>Carries out changes that must all succeed.</summary>
    public void Done(string name, params IReadOnlyList<KernelChange> changes)
    {
        if (Kernel.Apply(name, changes) is { Count: > 0 } failures) throw new Xunit.Sdk.XunitException(string.Join('\n', failures));
    }

    /// <summary>A program inside a namespace; what it printed, and it must have succeeded.</summary>
    public string Ask(string name, string program, params string[] arguments) => Try(name, program, arguments).Good();

    /// <summary>A program inside a namespace.</summary>
    public Ran Try(string name, string program, params string[] arguments) =>
        Ran.Of("nsenter", [$"--net={FileOf(name)}", "--", program, .. arguments], limit: Limit).GetAwaiter().GetResult();

    public void Dispose()
    {
        foreach (var name in Kernel.Namespaces()) Kernel.Remove(name);
        Kernel.Dispose();
        door.Dispose();
        var judge = new NamespacePins(Path.Combine(run, "judge"));
        judge.Release("machine");
        judge.Close();
        Directory.Delete(run, recursive: true);
    }
}
