using System.Text.RegularExpressions;

namespace Haneul.Model;

/// <summary>Hosts and homes outside come and go, homes forward ports, the machine exposes some. What cannot be is a fault that says what would do.</summary>
public static partial class OutsideNetwork
{
    public const int MostHosts = 1000, MostHomes = 100, MostForwards = 100, MostExposed = 100, MostServed = 50;

    /// <summary>A host on the internet, or behind the router of a home; without an address it gets the next free one.</summary>
    public static OutsideHost AddHost(Draft draft, string name, Ip? address, string? home, IReadOnlyList<int> serves)
    {
        CheckName(draft, name);
        if (draft.All<OutsideHost>().Count >= MostHosts) throw Fault.Invalid("name", name, $"There are {MostHosts} hosts outside already; remove one");
        if (serves.Count > MostServed) throw Fault.Invalid("serve", $"{serves.Count} ports", $"A host serves at most {MostServed}");
        foreach (var port in serves) CheckPort("serve", port);
        Ip own;
        if (home is null)
        {
            own = address ?? OutsideAddresses.NextFree(draft);
            if (OutsideAddresses.WhyNot(draft, own) is { } why) throw Fault.Invalid("address", own.ToString(), why);
        }
        else
        {
            own = AtHome(draft, HomeNamed(draft, home), address);
        }
        return draft.Put(new OutsideHost
        {
            Id = new Id<OutsideHost>(name), Address = own, HomeId = home is null ? null : new Id<Home>(home), Serves = [.. serves.Distinct().Order()],
        });
    }

    /// <summary>A home: a private block behind one public address, the next free one unless told.</summary>
    public static Home AddHome(Draft draft, string name, Cidr block, Ip? publicIp)
    {
        CheckName(draft, name);
        if (draft.All<Home>().Count >= MostHomes) throw Fault.Invalid("name", name, $"There are {MostHomes} homes already; remove one");
        if (!SpecialAddresses.Private.Any(p => p.Contains(block))) throw Fault.Invalid("block", block.ToString(), $"A home uses a private block: one within {string.Join(", ", SpecialAddresses.Private)}, such as 192.168.1.0/24");
        if (block.Length > 29) throw Fault.Invalid("block", block.ToString(), "A /29 is the smallest that holds a router and hosts");
        var address = publicIp ?? OutsideAddresses.NextFree(draft);
        if (address.IsV6) throw Fault.Invalid("public", address.ToString(), "A home router has an IPv4 address, such as 60.1.1.2");
        if (OutsideAddresses.WhyNot(draft, address) is { } why) throw Fault.Invalid("public", address.ToString(), why);
        return draft.Put(new Home { Id = new Id<Home>(name), Block = block, PublicIp = address });
    }

    /// <summary>Takes a host away with the ports that led to it, or a home that is empty.</summary>
    public static void Remove(Draft draft, string name)
    {
        if (draft.TryFind(new Id<OutsideHost>(name), out var host))
        {
            if (draft.Find<Home>(host.HomeId) is { } at && at.Forwards.Any(f => f.HostId == host.Id)) draft.Put(at with { Forwards = at.Forwards.RemoveAll(f => f.HostId == host.Id) });
            draft.Remove(host.Id);
            return;
        }
        if (!draft.TryFind(new Id<Home>(name), out var home)) throw Fault.Invalid("name", name, $"Nothing outside is called so. There are: {string.Join(", ", Names(draft))}");
        var behind = draft.All<OutsideHost>().Where(h => h.HomeId == home.Id).Select(h => h.Id.Value).ToList();
        if (behind.Count > 0) throw Fault.Invalid("name", name, $"Hosts are behind its router: {string.Join(", ", behind)}. Remove them first");
        draft.Remove(home.Id);
    }

    /// <summary>Lets a port of the home's public address lead to a host inside; a port that led elsewhere leads there from now on.</summary>
    public static Home Forward(Draft draft, string homeName, int protocol, int port, string hostName, int hostPort)
    {
        var home = HomeNamed(draft, homeName);
        CheckForward(protocol, port);
        CheckPort("hostPort", hostPort);
        var inside = draft.All<OutsideHost>().Where(h => h.HomeId == home.Id).Select(h => h.Id.Value).ToList();
        if (!inside.Contains(hostName)) throw Fault.Invalid("host", hostName, inside.Count == 0 ? $"No host is behind the router of '{homeName}'; add one with --home {homeName}" : $"The hosts behind the router of '{homeName}': {string.Join(", ", inside)}");
        var others = home.Forwards.RemoveAll(f => f.Protocol == protocol && f.Port == port);
        if (others.Length >= MostForwards) throw Fault.Invalid("port", $"{port}", $"'{homeName}' forwards {MostForwards} ports already");
        return draft.Put(home with { Forwards = [.. others.Add(new PortForward(protocol, port, new Id<OutsideHost>(hostName), hostPort)).OrderBy(f => f.Port).ThenBy(f => f.Protocol)] });
    }

    public static Home Unforward(Draft draft, string homeName, int protocol, int port)
    {
        var home = HomeNamed(draft, homeName);
        CheckForward(protocol, port);
        var left = home.Forwards.RemoveAll(f => f.Protocol == protocol && f.Port == port);
        if (left.Length == home.Forwards.Length)
        {
            var those = home.Forwards.IsEmpty ? "forwards no port" : $"forwards: {string.Join(", ", home.Forwards.Select(f => $"{Protocols.NameOf(f.Protocol)} {f.Port}"))}";
            throw Fault.Invalid("port", $"{Protocols.NameOf(protocol)} {port}", $"'{homeName}' {those}");
        }
        return draft.Put(home with { Forwards = left });
    }

    /// <summary>Lets everybody on the emulated network open this TCP port of the machine; twice is once.</summary>
    public static void Expose(Draft draft, int port)
    {
        CheckPort("port", port);
        if (draft.All<ExposedPort>().Count >= MostExposed) throw Fault.Invalid("port", $"{port}", $"{MostExposed} ports are exposed already");
        draft.Put(new ExposedPort(IdOf(port), port));
    }

    public static void Unexpose(Draft draft, int port)
    {
        if (!draft.TryFind(IdOf(port), out _))
        {
            var exposed = draft.All<ExposedPort>().Select(p => p.Port).Order().ToList();
            throw Fault.Invalid("port", $"{port}", exposed.Count == 0 ? "No port is exposed" : $"The ports that are exposed: {string.Join(", ", exposed)}");
        }
        draft.Remove(IdOf(port));
    }

    private static Id<ExposedPort> IdOf(int port) => new($"{port}");

    /// <summary>An address inside a home: neither the block's first or last nor the router's, and nobody's.</summary>
    private static Ip AtHome(Scope scope, Home home, Ip? wanted)
    {
        var taken = scope.All<OutsideHost>().Where(h => h.HomeId == home.Id).ToDictionary(h => h.Address, h => h.Id.Value);
        var (first, last) = (home.RouterIp + 1, home.Block.Last);
        if (wanted is not { } ip)
        {
            for (var next = first; next != last; next += 1)
            {
                if (!taken.ContainsKey(next)) return next;
            }
            throw Fault.Invalid("home", home.Id.Value, $"All addresses of {home.Block} are in use");
        }
        if (!home.Block.Contains(ip) || ip.CompareTo(first) < 0 || ip == last) throw Fault.Invalid("address", ip.ToString(), $"Behind the router of '{home.Id}' ({home.RouterIp}) a host has an address of {home.Block} from {first} on");
        if (taken.TryGetValue(ip, out var holder)) throw Fault.Invalid("address", ip.ToString(), $"It is the address of '{holder}'. Take another of {home.Block}");
        return ip;
    }

    private static Home HomeNamed(Scope scope, string name) =>
        scope.TryFind(new Id<Home>(name), out var home) ? home : throw Fault.Invalid("home", name, $"The homes: {string.Join(", ", scope.All<Home>().Select(h => h.Id.Value))}");

    private static IEnumerable<string> Names(Scope scope) => scope.All<OutsideHost>().Select(h => h.Id.Value).Concat(scope.All<Home>().Select(h => h.Id.Value));

    private static void CheckName(Scope scope, string name)
    {
        if (!HostName().IsMatch(name)) throw Fault.Invalid("name", name, "A name begins with a letter and has lower-case letters, digits and dashes, at most 63 (RFC 1123): web2");
        if (name is AddressPools.MachineName or "internet" or "localhost" || CloudHosts.All.Any(h => h.Name == name) || LooksLikeAnId().IsMatch(name)) throw Fault.Invalid("name", name, "It means something else. Choose another, such as web2");
        if (Names(scope).Contains(name)) throw Fault.Invalid("name", name, "A host or home outside is called so already. Choose another, or remove that one first");
    }

    private static void CheckForward(int protocol, int port)
    {
        if (protocol is not (Protocols.Tcp or Protocols.Udp)) throw Fault.Invalid("protocol", Protocols.NameOf(protocol), "A router forwards tcp or udp");
        CheckPort("port", port);
    }

    private static void CheckPort(string field, int port)
    {
        if (port is < 1 or > 65535) throw Fault.Invalid(field, $"{port}", "A port is 1 to 65535");
    }

    [GeneratedRegex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex HostName();

    /// <summary><c>i-0123456789abcdef0</c> and its like are AWS's.</summary>
    [GeneratedRegex("^[a-z]+-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex LooksLikeAnId();
}
