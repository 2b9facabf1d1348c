using System.Globalization;

namespace Haneul.Bench.Kernel;

/// <summary>Memory of the processes of all hosts of one Haneul (proc(5), smaps_rollup): a page that n processes share counts as an nth of a page for each.</summary>
internal sealed record ProcessMemory(double Kb, int Count)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    public static async Task<ProcessMemory> OfAsync(string tag)
    {
        // Programs that only begin are still growing.
        await Task.Delay(Rest);
        var memory = new ProcessMemory(0, 0);
        var pids = Directory.EnumerateDirectories("/sys/fs/cgroup/pids", $"haneul-{tag}").Concat(Directory.EnumerateDirectories("/sys/fs/cgroup", $"haneul-{tag}"))
            .SelectMany(Directory.EnumerateDirectories).SelectMany(host => File.ReadLines(Path.Combine(host, "cgroup.procs")));
        foreach (var pid in pids) memory = new ProcessMemory(memory.Kb + PssKb(pid), memory.Count + 1);
        return memory;
    }

    private static double PssKb(string pid)
    {
        var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
