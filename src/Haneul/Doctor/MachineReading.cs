using System.Globalization;
using Haneul.Io.Tls;

namespace Haneul.Doctor;

/// <summary>Reads the machine's facts from /proc, /sys and PATH: proc(5), sysctl(8), os-release(5).</summary>
internal static class MachineReading
{
    private const int NetAdmin = 12, SysAdmin = 21;

    public static MachineFacts Read()
    {
        var rights = Rights();
        var isRoot = Environment.IsPrivilegedProcess;
        return new MachineFacts
        {
            Kernel = Text("/proc/sys/kernel/osrelease") ?? Environment.OSVersion.VersionString,
            Standing = !rights ? Standing.None : IsInitialUserNamespace() ? Standing.Root : Standing.UserNamespace,
            IsBoundRoot = isRoot && !rights,
            IsCloneRestricted = Number("/proc/sys/kernel/unprivileged_userns_clone") == 0,
            IsAppArmorRestricted = Number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1,
            Cgroups = Cgroups(),
            NeighbourThreshold = Number("/proc/sys/net/ipv4/neigh/default/gc_thresh3"),
            ConntrackMax = Number("/proc/sys/net/netfilter/nf_conntrack_max"),
            PidMax = Number("/proc/sys/kernel/pid_max"),
            NamespacesMax = new[] { "user", "net", "mnt", "pid", "uts" }.Select(k => Number($"/proc/sys/user/max_{k}_namespaces")).Min(),
            OpenFilesMax = OpenFiles(),
            TlsProblem = OpenSsl.Missing,
            TlsVersion = OpenSsl.Version,
            Programs = [.. Packages.Wanted.Select(w => w.Program).Where(IsInstalled)],
            Distribution = Distribution(),
        };
    }

    /// <summary>Administration of networks and of mounts.</summary>
    private static bool Rights()
    {
        var line = Lines("/proc/self/status").FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        return line is not null && ulong.TryParse(line["CapEff:".Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var held)
            && (held >> NetAdmin & 1) == 1 && (held >> SysAdmin & 1) == 1;
    }

    /// <summary>user_namespaces(7): the first one maps everybody to themselves.</summary>
    private static bool IsInitialUserNamespace() =>
        Text("/proc/self/uid_map")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["0", "0", "4294967295"];

    private static CgroupFacts Cgroups()
    {
        var mounts = Lines("/proc/self/mountinfo").Select(l => l.Split(" - ")).Where(h => h.Length == 2).Select(h => (Place: h[0].Split(' '), Type: h[1].Split(' '))).Where(m => m.Place.Length > 5 && m.Type.Length > 2).ToList();
        string? Mounted(string controller) => mounts.Where(m => m.Type[0] == "cgroup" && m.Type[2].Split(',').Contains(controller)).Select(m => m.Place[4]).FirstOrDefault();
        if (Mounted("memory") is { } memory && Mounted("cpu") is { } cpu) return Judged(1, memory, cpu);
        if (mounts.FirstOrDefault(m => m.Type[0] == "cgroup2").Place is not { } unified) return new CgroupFacts(0, false, "none with memory and cpu are mounted");
        var here = Path.Join(unified[4], Lines("/proc/self/cgroup").Select(l => l.Split("::", 2)).Where(h => h.Length == 2).Select(h => h[1]).FirstOrDefault() ?? "/");
        var controllers = (Text(Path.Join(here, "cgroup.controllers")) ?? "").Split(' ');
        return controllers.Contains("memory") && controllers.Contains("cpu") ? Judged(2, here) : new CgroupFacts(2, false, $"{here} has no memory and cpu controllers");
    }

    /// <summary>Whether a group can be made in each of them: by making one, and taking it away.</summary>
    private static CgroupFacts Judged(int version, params string[] directories)
    {
        foreach (var directory in directories)
        {
            var trial = Path.Join(directory, $"haneul-trial-{Environment.ProcessId}");
            try
            {
                Directory.CreateDirectory(trial);
                Directory.Delete(trial);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new CgroupFacts(version, false, $"no group can be made in {directory}");
            }
        }
        return new CgroupFacts(version, true, "");
    }

    /// <summary>The hard limit: .NET raises the soft one to it.</summary>
    private static int? OpenFiles()
    {
        var words = Lines("/proc/self/limits").FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, _, _, _, var hard, ..] && int.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
    }

    /// <summary>PATH of a normal user often leaves out where the administrator's programs are.</summary>
    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"]).Any(d => File.Exists(Path.Join(d, program)));

    private static List<string> Distribution() =>
        [.. Lines("/etc/os-release").Where(l => l.StartsWith("ID=", StringComparison.Ordinal) || l.StartsWith("ID_LIKE=", StringComparison.Ordinal)).SelectMany(l => l[(l.IndexOf('=') + 1)..].Trim('"', '\'').Split(' '))];

    private static int? Number(string path) => long.TryParse(Text(path), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? (int)Math.Min(value, int.MaxValue) : null;

    private static string? Text(string path) => Lines(path) is [var line, ..] ? line.Trim() : null;

    /// <summary>None where the file is not there, or not for this user.</summary>
    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
