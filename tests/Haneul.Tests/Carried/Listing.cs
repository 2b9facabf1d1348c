using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Haneul.Kernel;
using Haneul.Tests.Packets;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Carried;

/// <summary>What Linux has of a Haneul, as ip, nft and /proc tell it: for comparing one time with another.</summary>
internal static partial class Listing
{
    /// <summary>All of a network namespace, without numbers that depend on the order in which it was made.</summary>
    private const string Everything = """
        ip -o link; ip -o -4 addr; ip -o -6 addr; ip route show table all; ip -6 route show table all; ip rule; ip -6 rule; ip neigh show nud permanent; ip -6 neigh show nud permanent
        echo RULES; nft -j list ruleset
        """;

    /// <summary>Each namespace that is pinned, by name, and the machine's by the empty name.</summary>
    public static async Task<SortedDictionary<string, string>> NetworksAsync(CarryingDaemon daemon)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal) { [""] = Canonical((await daemon.RunAsync("sh", ["-c", Everything])).Good()) };
        foreach (var pin in Pins(daemon)) all[Path.GetFileName(pin)] = Canonical((await Ran.Of("nsenter", [$"--net={pin}", "sh", "-c", Everything])).Good());
        return all;
    }

    /// <summary>The namespaces that are pinned.</summary>
    public static IEnumerable<string> Names(CarryingDaemon daemon) => Pins(daemon).Select(pin => Path.GetFileName(pin)).Order(StringComparer.Ordinal);

    /// <summary>What the machine has of this Haneul besides networks: files below /run, mounts, cgroups, processes, each in a line.</summary>
    public static SortedSet<string> Traces(CarryingDaemon daemon)
    {
        var places = HostPlaces.Of(daemon.Data);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (Directory.Exists(places.Run)) found.Add(places.Run);
        foreach (var line in File.ReadLines("/proc/self/mountinfo").Where(l => l.Contains(places.Tag, StringComparison.Ordinal) || l.Contains(daemon.Data, StringComparison.Ordinal))) found.Add($"mount {line.Split(' ')[4]}");
        foreach (var cgroup in Cgroups(daemon)) found.Add($"cgroup {cgroup}");
        foreach (var (pid, host) in Processes(daemon)) found.Add($"process {pid} of {host}");
        return found;
    }

    /// <summary>Hosts that have a cgroup, in any hierarchy.</summary>
    public static SortedSet<string> CgroupsOfHosts(CarryingDaemon daemon) => new(Cgroups(daemon).SelectMany(Directory.EnumerateDirectories).Select(d => Path.GetFileName(d) ?? ""), StringComparer.Ordinal);

    /// <summary>The process numbers of hosts' first processes, by host.</summary>
    public static Dictionary<string, int> Inits(CarryingDaemon daemon) =>
        Directory.EnumerateFiles(HostPlaces.Of(daemon.Data).Cards).ToDictionary(c => Path.GetFileName(c), c => int.Parse(File.ReadAllText(c).Split(' ')[0]), StringComparer.Ordinal);

    /// <summary>Processes of this Haneul: those in a host's cgroup, and those that are in none but have a file of its data open.</summary>
    public static IEnumerable<(int Pid, string Host)> Processes(CarryingDaemon daemon)
    {
        var tag = $"/haneul-{HostPlaces.Of(daemon.Data).Tag}/";
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            var pid = int.Parse(Path.GetFileName(directory));
            if (pid == Environment.ProcessId || HostOf(directory, tag, daemon.Data) is not { } host) continue;
            yield return (pid, host);
        }
    }

    private static string? HostOf(string directory, string tag, string data)
    {
        try
        {
            var cgroup = File.ReadLines($"{directory}/cgroup").FirstOrDefault(l => l.Contains(tag, StringComparison.Ordinal));
            if (cgroup is not null) return cgroup[(cgroup.IndexOf(tag, StringComparison.Ordinal) + tag.Length)..];
            var open = Directory.EnumerateFileSystemEntries($"{directory}/fd").Select(f => new FileInfo(f).LinkTarget).FirstOrDefault(t => t?.StartsWith(data, StringComparison.Ordinal) == true);
            return open is null ? null : $"no host, with {open} open";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static IEnumerable<string> Pins(CarryingDaemon daemon)
    {
        var net = Path.Combine(HostPlaces.Of(daemon.Data).Run, "net");
        return Directory.Exists(net) ? Directory.EnumerateFiles(net).Order(StringComparer.Ordinal) : [];
    }

    private static IEnumerable<string> Cgroups(CarryingDaemon daemon) =>
        HostCgroups.Mounted(File.ReadLines("/proc/self/mountinfo")).Select(h => Path.Combine(h.Path, $"haneul-{HostPlaces.Of(daemon.Data).Tag}")).Where(Directory.Exists);

    private static string Canonical(string listing)
    {
        var halves = listing.Split("RULES\n", 2);
        var lines = halves[0].Split('\n').Select(l => Noise().Replace(l, "").TrimEnd()).Where(l => l.Length > 0 && !l.Contains("fe80:", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return $"{string.Join('\n', lines)}\n{Rules(halves[1])}";
    }

    /// <summary>Chains, sets and maps by name, rules in their order within a chain; no handles and no counts.</summary>
    private static string Rules(string json)
    {
        var objects = (JsonNode.Parse(json)?["nftables"] as JsonArray ?? []).Select(o => o?.AsObject().First()).Where(o => o is { Key: not "metainfo" }).Select(o => (Kind: o?.Key ?? "", Body: Plain(o?.Value) as JsonObject));
        return string.Join('\n', objects.OrderBy(o => (o.Kind, o.Kind == "rule" ? $"{o.Body?["chain"]}" : $"{o.Body?["name"]}"), Comparer<(string, string)>.Create(Compare)).Select(o => $"{o.Kind} {o.Body?.ToJsonString()}"));

        static int Compare((string Kind, string Name) one, (string Kind, string Name) other) =>
            string.CompareOrdinal(one.Kind, other.Kind) is var kinds and not 0 ? kinds : string.CompareOrdinal(one.Name, other.Name);
    }

    private static JsonNode? Plain(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject about:
                var kept = new JsonObject();
                // What is in a set that rules add to (only those are bounded in size) is what was seen, not what is set up.
                foreach (var (name, value) in about.Where(p => p.Key is not ("handle" or "packets" or "bytes") && !(p.Key == "elem" && about.ContainsKey("size"))))
                {
                    var plain = Plain(value);
                    kept[name] = name == "elem" && plain is JsonArray elements ? new JsonArray([.. elements.OrderBy(e => e?.ToJsonString(), StringComparer.Ordinal).Select(e => e?.DeepClone())]) : plain;
                }
                return kept;
            case JsonArray list:
                return new JsonArray([.. list.Select(Plain)]);
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>Numbers of devices and namespaces, what the queue is, times; whether the other end of a cable is up, which the kernel tells up to a second late.</summary>
    [GeneratedRegex(@"^\d+: |NO-CARRIER,|,LOWER_UP|,M-DOWN|@\S+(?=:)|link-netns(id)? \S+| qdisc.*?qlen \d+|valid_lft .*|\\|expires \d+sec")]
    private static partial Regex Noise();
}
