using System.Globalization;

namespace Haneul.Kernel;

/// <summary>
/// The users and groups of hosts as the machine numbers them: 0 inside is <see cref="First"/> outside (user_namespaces(7)). All hosts of one Haneul have the same, so that they can share what they only read.
/// </summary>
/// <param name="First">The machine's number for the hosts' root.</param>
/// <param name="Count">How many there are; 65536 but for who may use only a few.</param>
internal sealed record IdRange(uint First, uint Count)
{
    private const uint Wanted = 65536;

    // Of the numbers that systemd leaves unused (UIDS-GIDS, "Summary"): 1879048192 to 2147352575.
    private const uint LowestFree = 1879048192;
    private const uint Ranges = 4000;

    /// <summary>For uid_map and gid_map.</summary>
    public string Map => $"0 {First} {Count}";

    /// <summary>Whether all numbers that hosts use have one outside.</summary>
    public bool IsComplete => Count >= Wanted;

    /// <summary>The machine's number for a user or group of hosts; root's where there are too few.</summary>
    public uint Outside(uint inside) => First + (inside < Count ? inside : 0);

    /// <summary>The range of the Haneul that keeps its data here: by its tag, then as a file says, since layers on disk belong to it.</summary>
    public static IdRange Of(HostPlaces places)
    {
        var available = Available("/proc/self/uid_map");
        if (available < LowestFree + Wanted)
        {
            var count = Math.Min(available, Available("/proc/self/gid_map"));
            // Who has one more than hosts need keeps the first, which is the user who runs this.
            return count > Wanted ? new IdRange(1, Wanted) : new IdRange(0, count);
        }
        var file = Path.Combine(places.Data, "first-user");
        if (File.Exists(file) && uint.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var first)) return new IdRange(first, Wanted);
        first = LowestFree + Convert.ToUInt32(places.Tag, 16) % Ranges * Wanted;
        Directory.CreateDirectory(places.Data);
        File.WriteAllText(file, first.ToString(CultureInfo.InvariantCulture));
        return new IdRange(first, Wanted);
    }

    /// <summary>How many numbers from 0 on this process may hand out.</summary>
    private static uint Available(string map)
    {
        var end = 0UL;
        foreach (var line in File.ReadLines(map))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => ulong.Parse(f, CultureInfo.InvariantCulture)).ToList();
            if (fields is not [var inside, _, var count] || inside != end) break;
            end += count;
        }
        return (uint)Math.Max(1, Math.Min(end, uint.MaxValue));
    }
}
