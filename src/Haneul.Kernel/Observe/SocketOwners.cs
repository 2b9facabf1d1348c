using System.Globalization;

namespace Haneul.Kernel;

/// <summary>A process that holds a socket.</summary>
/// <param name="Pid">As the host knows it; the machine's number where it is none of the host's.</param>
/// <param name="Name">Its program's (/proc/PID/comm).</param>
/// <param name="IsHosts">False: it is Haneul's own, which listens on port 22 until somebody logs in.</param>
public sealed record SocketOwner(int Pid, string Name, bool IsHosts);

/// <summary>Who holds which socket, by what /proc tells (proc(5)).</summary>
public static class SocketOwners
{
    private const string SocketLink = "socket:[";

    /// <summary>By inode: the processes in the network namespace of the host's first process, and this one. What may not be read, or ends meanwhile, is left out.</summary>
    public static IReadOnlyDictionary<uint, SocketOwner> Of(int hostPid)
    {
        var owners = new Dictionary<uint, SocketOwner>();
        var network = LinkOf($"/proc/{hostPid}/ns/net");
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            var isHosts = network is not null && LinkOf($"{path}/ns/net") == network;
            if (isHosts || pid == Environment.ProcessId) Note(owners, path, pid, isHosts);
        }
        return owners;
    }

    private static void Note(Dictionary<uint, SocketOwner> owners, string path, int pid, bool isHosts)
    {
        try
        {
            SocketOwner? owner = null;
            foreach (var file in Directory.EnumerateFiles($"{path}/fd"))
            {
                if (LinkOf(file) is not { } link || !link.StartsWith(SocketLink, StringComparison.Ordinal)) continue;
                if (!uint.TryParse(link.AsSpan(SocketLink.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)) continue;
                owner ??= new SocketOwner(isHosts ? InsidePid(path) ?? pid : pid, File.ReadAllText($"{path}/comm").Trim(), isHosts);
                owners.TryAdd(inode, owner);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is not ours to look into.
        }
    }

    /// <summary>The last of the numbers that it has in each process namespace is its own.</summary>
    private static int? InsidePid(string path)
    {
        var line = File.ReadLines($"{path}/status").FirstOrDefault(l => l.StartsWith("NSpid:", StringComparison.Ordinal));
        return int.TryParse(line?.Split('\t')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }

    /// <summary>What a link says; null where it is gone or may not be read.</summary>
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
}
