using System.Text;

namespace Haneul.Kernel;

/// <summary>Files of a host that follow from its spec: hosts(5), resolv.conf(5).</summary>
internal static class HostFiles
{
    /// <summary>Where resolv.conf points to: written anew at each start, since name servers may change.</summary>
    public const string ResolverPath = "/run/haneul/resolv.conf";

    public static string Hosts(HostSpec spec)
    {
        var text = new StringBuilder("127.0.0.1 localhost localhost.localdomain\n::1 localhost localhost.localdomain ip6-localhost ip6-loopback\n");
        // As cloud-init writes it; without it, programs that ask for their own name wait for a name server (sudo among them).
        text.Append($"127.0.1.1 {spec.HostName}");
        if (spec.HostName.Split('.')[0] is { Length: > 0 } shortName && shortName != spec.HostName) text.Append($" {shortName}");
        text.Append('\n');
        foreach (var (name, address) in spec.KnownHosts.OrderBy(known => known.Key, StringComparer.Ordinal)) text.Append($"{address} {name}\n");
        return text.ToString();
    }

    public static string Resolvers(HostSpec spec)
    {
        var text = new StringBuilder();
        if (spec.SearchDomain is { } domain) text.Append($"search {domain}\n");
        foreach (var address in spec.Resolvers) text.Append($"nameserver {address}\n");
        // Without a name server the library asks 127.0.0.1; without one there, it gives up at once.
        text.Append("options timeout:2 attempts:5\n");
        return text.ToString();
    }
}
