using System.Globalization;

namespace Haneul.Kernel;

/// <summary>
/// Bounds of hosts, as far as the machine can: one cgroup for each host in every hierarchy that has a controller for memory, CPU time or processes; version 1, 2 or both (cgroups(7)). They lie below <c>haneul-TAG</c>, so that they are found by name.
/// </summary>
internal sealed class HostCgroups
{
    private const int PeriodUs = 100_000;
    private static readonly string[] Controllers = ["memory", "cpu", "pids"];

    /// <summary>In version 1 what counts CPU time is a controller of its own; it bounds nothing.</summary>
    private const string Account = "cpuacct";

    /// <summary>How long a cgroup may take to become empty after the last process was killed.</summary>
    private static readonly TimeSpan EmptyWithin = TimeSpan.FromSeconds(5);

    private readonly List<Hierarchy> hierarchies = [];

    public HostCgroups(string tag)
    {
        foreach (var hierarchy in Mounted(File.ReadLines("/proc/self/mountinfo")))
        {
            var mine = hierarchy with { Path = Path.Combine(hierarchy.Path, $"haneul-{tag}") };
            try
            {
                Directory.CreateDirectory(mine.Path);
                if (hierarchy.IsSecond) Delegate(hierarchy.Path, mine.Path, hierarchy.Controllers);
                hierarchies.Add(mine);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Missing.Add($"{string.Join(", ", hierarchy.Controllers)}: {e.Message}");
            }
        }
        foreach (var controller in Controllers.Where(c => !hierarchies.Any(h => h.Controllers.Contains(c)) && !Missing.Any(m => m.Contains(c, StringComparison.Ordinal)))) Missing.Add($"{controller}: no hierarchy has it");
    }

    /// <summary>What cannot be bounded here, and why.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>The hosts that have a cgroup.</summary>
    public IReadOnlySet<string> Hosts => hierarchies.SelectMany(h => Directory.EnumerateDirectories(h.Path)).Select(path => Path.GetFileName(path) ?? "").ToHashSet(StringComparer.Ordinal);

    /// <summary>Where a process is written so that it belongs to the host.</summary>
    public IEnumerable<string> Doors(string id) => hierarchies.Select(h => Path.Combine(h.Path, id, "cgroup.procs"));

    /// <summary>CPU time that the host's processes have used, all together, since it was made; null where nothing counts it (cgroups(7), cpuacct; cpu.stat in version 2).</summary>
    public TimeSpan? CpuTimeOf(string id)
    {
        foreach (var hierarchy in hierarchies)
        {
            var file = Path.Combine(hierarchy.Path, id, hierarchy.IsSecond ? "cpu.stat" : "cpuacct.usage");
            if (!hierarchy.IsSecond && !hierarchy.Controllers.Contains(Account) || !File.Exists(file)) continue;
            var text = File.ReadAllText(file);
            var number = hierarchy.IsSecond ? text.Split('\n').FirstOrDefault(l => l.StartsWith("usage_usec ", StringComparison.Ordinal))?["usage_usec ".Length..] : text.Trim();
            if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var used)) return TimeSpan.FromMicroseconds(hierarchy.IsSecond ? used : used / 1000);
        }
        return null;
    }

    /// <summary>Makes the host's cgroups with its bounds and puts its first process there.</summary>
    public void Put(HostSpec spec, int pid)
    {
        foreach (var hierarchy in hierarchies)
        {
            var path = Path.Combine(hierarchy.Path, spec.Id);
            Directory.CreateDirectory(path);
            foreach (var (file, value) in hierarchy.Controllers.SelectMany(c => Bounds(c, hierarchy.IsSecond, spec))) Write(Path.Combine(path, file), value);
            Write(Path.Combine(path, "cgroup.procs"), pid.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Removes the host's cgroups, after its process 1 has ended: those that came in from outside may still be on their way out.</summary>
    public async Task RemoveAsync(string id)
    {
        var late = DateTime.UtcNow + EmptyWithin;
        foreach (var path in hierarchies.Select(h => Path.Combine(h.Path, id)).Where(Directory.Exists))
        {
            while (!TryRemove(path))
            {
                if (DateTime.UtcNow > late) throw new HostException($"Host {id}: cgroup {path} does not become empty");
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }
        }
    }

    /// <summary>Removes what is above the hosts' cgroups, if none is left.</summary>
    public void RemoveAll()
    {
        foreach (var hierarchy in hierarchies.Where(h => Directory.Exists(h.Path) && !Directory.EnumerateDirectories(h.Path).Any())) Directory.Delete(hierarchy.Path);
    }

    /// <summary>The hierarchies that are mounted, each with those of its controllers that bound something here.</summary>
    internal static IEnumerable<Hierarchy> Mounted(IEnumerable<string> mountInfo)
    {
        var seen = new HashSet<string>();
        foreach (var line in mountInfo)
        {
            // 36 35 98:0 /root /mount/point rw,noatime shared:1 - cgroup cgroup rw,memory
            var halves = line.Split(" - ", 2);
            if (halves is not [var mount, var filesystem]) continue;
            var (point, type) = (mount.Split(' ')[4], filesystem.Split(' '));
            var controllers = type switch
            {
                ["cgroup", _, var options] => options.Split(','),
                ["cgroup2", ..] when File.Exists(Path.Combine(point, "cgroup.controllers")) => File.ReadAllText(Path.Combine(point, "cgroup.controllers")).Split((char[])[' ', '\n']),
                _ => [],
            };
            var mine = controllers.Where(c => (c == Account || Controllers.Contains(c)) && seen.Add(c)).ToList();
            if (mine.Count > 0) yield return new Hierarchy(point, mine, type[0] == "cgroup2");
        }
    }

    private static IEnumerable<(string File, string Value)> Bounds(string controller, bool second, HostSpec spec) => controller switch
    {
        "memory" when spec.MemoryBytes > 0 => [(second ? "memory.max" : "memory.limit_in_bytes", Text(spec.MemoryBytes))],
        "cpu" when spec.Cpus > 0 && second => [("cpu.max", $"{Text((long)(spec.Cpus * PeriodUs))} {PeriodUs}")],
        "cpu" when spec.Cpus > 0 => [("cpu.cfs_period_us", Text(PeriodUs)), ("cpu.cfs_quota_us", Text((long)(spec.Cpus * PeriodUs)))],
        "pids" => [("pids.max", spec.LargestProcessCount > 0 ? Text(spec.LargestProcessCount) : "max")],
        _ => [],
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Lets children have the controllers; in version 2 each level must.</summary>
    private static void Delegate(string root, string mine, IReadOnlyList<string> controllers)
    {
        var all = string.Join(' ', controllers.Select(c => $"+{c}"));
        Write(Path.Combine(root, "cgroup.subtree_control"), all);
        Write(Path.Combine(mine, "cgroup.subtree_control"), all);
    }

    /// <summary>As the kernel wants it: an existing file, in one write.</summary>
    private static void Write(string path, string value)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        ProcessCalls.Write(file, System.Text.Encoding.ASCII.GetBytes(value));
    }

    private static bool TryRemove(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (IOException) when (Directory.Exists(path))
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
    }

    /// <param name="Path">Of our directory in it.</param>
    /// <param name="Controllers">Of ours.</param>
    /// <param name="IsSecond">Version 2.</param>
    internal sealed record Hierarchy(string Path, IReadOnlyList<string> Controllers, bool IsSecond);
}
