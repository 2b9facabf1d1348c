using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tracing;

/// <summary>An end as it was found: what the tracer is asked about, and the address that the packet bears there when one was named.</summary>
/// <param name="End">The end.</param>
/// <param name="Address">The address that was written, where it is one of several.</param>
/// <param name="VpcId">The VPC that it is in, as far as known.</param>
internal sealed record FoundEnd(PathEnd End, Ip? Address = null, string? VpcId = null);

/// <summary>
/// Reads ends in a person's words. Names that mean several things are a fault that lists them; unknown ones a fault that says what is near.
/// </summary>
internal sealed class EndResolver(World world, EndIndex index, string account, string? region)
{
    private const int MostListed = 8;

    /// <summary>Prefix that says: the host outside of this name.</summary>
    private const string Outside = "outside/";

    public FoundEnd From(string text) => Find(text, null);

    /// <summary>A private address is looked up as the source sees it: in its own VPC first.</summary>
    public FoundEnd To(string text, FoundEnd from) => Find(text, from);

    private FoundEnd Find(string text, FoundEnd? from)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new Fault("NoSourceOrDestination", "Both ends must be named: haneul trace FROM TO");
        if (text == "internet") return new FoundEnd(PathEnd.Internet);
        if (Ip.TryParse(text, out var ip)) return AtAddress(ip, from);
        var name = text.StartsWith(Outside, StringComparison.Ordinal) ? text[Outside.Length..] : text;
        var found = name == text ? Matching(name) : [.. index.WithId(name).Where(e => e.Place == Place.Between)];
        if (found.Count == 0) throw Unknown(text);
        var best = Best(found);
        if (best.Count > 1) throw Ambiguous(text, best);
        return new FoundEnd(best[0].End, VpcId: VpcOf(best[0]));
    }

    /// <summary>A host outside is told from an instance, an interface or a balancer of the same name by whoever asks: the world begins with one called web.</summary>
    private static List<Entry> Best(List<Entry> found)
    {
        var hosts = found.Where(e => e.Place == Place.Between).ToList();
        var aws = found.Except(hosts).ToList();
        var first = aws.Count == 0 ? int.MaxValue : aws.Min(e => e.Rank);
        if (hosts.Count > 0 && first >= Entry.GatewayRank) return [.. hosts.DistinctBy(e => e.End)];
        return [.. aws.Where(e => e.Rank == first).Concat(hosts).DistinctBy(e => e.End)];
    }

    private List<Entry> Matching(string name)
    {
        var byId = index.WithId(name).Where(IsInView).ToList();
        if (byId.Count > 0 && byId[0].Place != Place.Between) return byId;
        var byName = index.Named(name).Where(IsInView).ToList();
        return byName.Count > 0 ? byName : [.. index.Entries.Where(e => IsInView(e) && string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase))];
    }

    private FoundEnd AtAddress(Ip ip, FoundEnd? from)
    {
        if (ip == AddressPools.Machine || ip == AddressPools.MachineV6) return new FoundEnd(PathEnd.Host(new Id<OutsideHost>(AddressPools.MachineName)), ip);
        if (index.HostAt(ip) is { HomeId: null } host) return new FoundEnd(PathEnd.Host(host.Id), ip);
        var holders = index.HoldersOf(ip).Where(h => IsInView(h.Place)).ToList();
        if (from is not null && holders.Any(h => h.Interface.VpcId.Value == from.VpcId)) return new FoundEnd(PathEnd.At(ip), ip, from.VpcId);
        var isPublic = holders.Count > 0 && !holders[0].Interface.Has(ip);
        if (holders.Count == 0 || from is not null && isPublic) return new FoundEnd(PathEnd.At(ip), ip);
        if (holders.Count > 1)
        {
            throw new Fault("AmbiguousEnd", $"{ip} is the address of {holders.Count} interfaces; name one by its id: " +
                string.Join(", ", holders.Take(MostListed).Select(h => $"{h.Interface.Id} ({h.Interface.VpcId}, {h.Place.Region})")));
        }
        var only = holders[0].Interface;
        return new FoundEnd(PathEnd.Interface(only.Id), isPublic ? null : ip, only.VpcId.Value);
    }

    private bool IsInView(Entry entry) => entry.Place == Place.Between || IsInView(entry.Place);

    private bool IsInView(Place place) => place.Account == account && (region is null || place.Region == region);

    private string? VpcOf(Entry entry)
    {
        if (entry.Place == Place.Between) return null;
        var scope = world.At(entry.Place);
        return entry.End.Object.Kind switch
        {
            ObjectKind.Instance => scope.Find<Instance>(new Id<Instance>(entry.Id))?.VpcId?.Value,
            ObjectKind.LoadBalancer => scope.Find<LoadBalancer>(new Id<LoadBalancer>(entry.End.Object.Id))?.VpcId.Value,
            ObjectKind.NetworkInterface => scope.Find<NetworkInterface>(new Id<NetworkInterface>(entry.Id))?.VpcId.Value,
            _ => null,
        };
    }

    private static Fault Ambiguous(string text, List<Entry> found) =>
        new("AmbiguousEnd", $"'{text}' names {found.Count} things; write one of: {string.Join(", ", found.Take(MostListed).Select(e => e.Told))}{(found.Count > MostListed ? ", …" : "")}");

    private Fault Unknown(string text)
    {
        var near = index.Entries.Where(IsInView)
            .Select(e => (Entry: e, Far: Math.Min(Nearness.Distance(text, e.Id), e.Name is null ? int.MaxValue : Nearness.Distance(text, e.Name))))
            .Where(n => n.Far <= Math.Max(2, text.Length / 3)).OrderBy(n => n.Far).ThenBy(n => n.Entry.Rank).Select(n => n.Entry)
            .DistinctBy(e => e.Name ?? e.Id).Select(e => e.Told).Take(3).ToList();
        var where = region is null ? $"account {account}" : $"account {account}, region {region}";
        var elsewhere = index.Entries.FirstOrDefault(e => !IsInView(e) && (e.Id == text || e.Name == text));
        var hint = near.Count > 0 ? $"Near: {string.Join(", ", near)}."
            : elsewhere is not null ? $"It is in account {elsewhere.Place.Account}, region {elsewhere.Place.Region}: name them with --account and --region."
            : $"An end is {Known()}.";
        return new Fault("UnknownEnd", $"Nothing in {where} is called '{text}'. {hint}");
    }

    private string Known()
    {
        var instances = index.Entries.Where(e => e.Rank == 0 && e.Place != Place.Between && IsInView(e)).Select(e => e.Name ?? e.Id).Take(MostListed).ToList();
        var hosts = index.Entries.Where(e => e.Place == Place.Between && e.Rank == 0).Select(e => e.Id);
        return $"an instance, interface or gateway (id or Name tag), a load balancer (name, DNS name or ARN), an address, a host outside ({string.Join(", ", hosts)}) or 'internet'"
            + (instances.Count > 0 ? $"; instances here: {string.Join(", ", instances)}" : "; there are no instances here");
    }
}
