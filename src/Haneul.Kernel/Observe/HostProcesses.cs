using System.Globalization;

namespace Haneul.Kernel;

/// <summary>A process of a host, by the machine's number.</summary>
/// <param name="Inside">Its number in the host.</param>
/// <param name="IsTraced">By strace or a debugger: a process has one tracer (ptrace(2)).</param>
public sealed record HostProcess(int Pid, int Inside, bool IsTraced);

/// <summary>Processes of a host as /proc tells them (proc(5), pid_namespaces(7)).</summary>
public static class HostProcesses
{
    /// <summary>The process namespace of a process; null where it has ended or is not ours to look into.</summary>
    public static string? NamespaceOf(int pid) => LinkOf($"/proc/{pid}/ns/pid");

    /// <summary>Those that live in a process namespace, first first; not those of namespaces below it.</summary>
    public static IReadOnlyList<HostProcess> In(string processNamespace)
    {
        var found = new List<HostProcess>();
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || NamespaceOf(pid) != processNamespace) continue;
            if (Status(pid) is { IsEnded: false } status) found.Add(new HostProcess(pid, status.Inside, status.Tracer != 0));
        }
        return [.. found.OrderBy(p => p.Pid)];
    }

    /// <summary>Whether somebody traces it; null where it has ended.</summary>
    public static bool? IsTraced(int pid) => Status(pid) is { IsEnded: false } status ? status.Tracer != 0 : null;

    /// <summary>The number that the process of a task has where it lives; null where it has ended.</summary>
    public static int? NumberInside(int task) => Status(task)?.Inside;

    private static TaskStatus? Status(int task)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{task}/status");
            string Of(string name) => lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
            var isRead = int.TryParse(Of("TracerPid:"), NumberStyles.None, CultureInfo.InvariantCulture, out var tracer);
            return isRead && int.TryParse(Of("NStgid:").Split('\t')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inside) ? new TaskStatus(Of("State:") is ['Z' or 'X', ..], tracer, inside) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record TaskStatus(bool IsEnded, int Tracer, int Inside);
}
