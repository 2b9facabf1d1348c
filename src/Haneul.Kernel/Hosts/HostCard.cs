using System.Globalization;

namespace Haneul.Kernel;

/// <summary>What is written down of a host that runs, so that the next daemon finds it: its process 1 by number and by the time it began, since numbers are used again.</summary>
internal sealed record HostCard(int Pid, ulong Started, bool Booted)
{
    /// <summary>The card of a process as it is now; null: there is none.</summary>
    public static HostCard? Of(int pid, bool booted) => StartOf(pid) is { } started ? new HostCard(pid, started, booted) : null;

    /// <summary>A card that was written; null where its process is no more.</summary>
    public static HostCard? Read(string path)
    {
        var fields = File.ReadAllText(path).Split(' ');
        if (fields is not [var pid, var started, var booted]) return null;
        if (!int.TryParse(pid, CultureInfo.InvariantCulture, out var number) || !ulong.TryParse(started, CultureInfo.InvariantCulture, out var time)) return null;
        return StartOf(number) == time ? new HostCard(number, time, booted == "booted") : null;
    }

    /// <summary>What a card is called until it is whole; one that a crash left is no card.</summary>
    public const string Unfinished = ".new";

    /// <summary>Whole or not at all.</summary>
    public void Write(string path)
    {
        var making = path + Unfinished;
        File.WriteAllText(making, string.Create(CultureInfo.InvariantCulture, $"{Pid} {Started} {(Booted ? "booted" : "made")}"));
        File.Move(making, path, overwrite: true);
    }

    /// <summary>When a process began, in the kernel's ticks since the machine started (proc(5), field 22 of stat). Null: it is gone, or has ended and waits for its parent.</summary>
    private static ulong? StartOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name, in parentheses, may hold anything; what follows it begins with field 3.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : ulong.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }
}
