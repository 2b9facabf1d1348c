using System.Globalization;
using Haneul.Kernel;

namespace Haneul.Scaling;

/// <summary>What running hosts have used so far.</summary>
internal interface IHostMeasures
{
    /// <summary>Null where no such host runs.</summary>
    HostUse? Of(string id);
}

/// <summary>What a host has used since it was made.</summary>
/// <param name="Cpu">Null where the machine does not count it.</param>
/// <param name="BytesIn">Through all interfaces but the loopback.</param>
/// <param name="BytesOut">The same, out.</param>
internal sealed record HostUse(TimeSpan? Cpu, long BytesIn, long BytesOut);

/// <summary>Reads the cgroup and the interfaces of a host: cgroups(7), proc(5).</summary>
internal sealed class HostMeasures(IHosts hosts) : IHostMeasures
{
    public HostUse? Of(string id)
    {
        if (!hosts.Running.TryGetValue(id, out var host)) return null;
        try
        {
            var (bytesIn, bytesOut) = Bytes(File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{host.Pid}/net/dev")));
            return new HostUse(hosts.CpuTimeOf(id), bytesIn, bytesOut);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    /// <summary>Two lines of headings, then <c>eth0: bytes packets errs drop fifo frame compressed multicast bytes …</c></summary>
    internal static (long In, long Out) Bytes(IEnumerable<string> lines)
    {
        long bytesIn = 0, bytesOut = 0;
        foreach (var line in lines.Skip(2))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || line[..colon].Trim() == "lo") continue;
            var numbers = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (numbers.Length < 9) continue;
            bytesIn += long.Parse(numbers[0], CultureInfo.InvariantCulture);
            bytesOut += long.Parse(numbers[8], CultureInfo.InvariantCulture);
        }
        return (bytesIn, bytesOut);
    }
}
