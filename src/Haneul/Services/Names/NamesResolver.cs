using System.Collections.Immutable;
using System.Net;
using Haneul.Dns;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>Answers DNS questions by names as the asker sees them. While nothing is carried yet it answers SERVFAIL, and clients ask again.</summary>
internal sealed class NamesResolver(Func<Ip, INames?> names) : IResolver
{
    /// <summary>AWS's, of private and public names alike.</summary>
    private const uint TtlSeconds = 60;

    private uint turns;

    public ValueTask<DnsReply> AnswerAsync(DnsQuestion question, IPAddress asker, CancellationToken cancel) => ValueTask.FromResult(Answer(question, names(Ip.Parse((asker.IsIPv4MappedToIPv6 ? asker.MapToIPv4() : asker).ToString()))));

    private DnsReply Answer(DnsQuestion question, INames? names)
    {
        if (names is not { } known) return new DnsReply(DnsRcode.ServerFailure, [], []);
        var name = question.Name.ToKey();
        if (AddressNames.Reverse(name) is { } address) return Reverse(question, name, known.NameOf(address));
        if (known.AddressesOf(name) is not { } addresses) return CloudZones.HasNamesBelow(name) ? DnsReply.NoData(StartOf(name)) : DnsReply.NoSuchName(StartOf(name));
        ImmutableArray<DnsRecord> found = [.. addresses.Select(ip => new DnsRecord(question.Name, TtlSeconds, new DnsData.Address(ip))).Where(r => r.Data.Type == question.Type || question.Type == DnsType.Any)];
        return found.IsEmpty ? DnsReply.NoData(StartOf(name)) : DnsReply.Of(Turned(found));
    }

    /// <summary>Each answer begins with another address: clients take the first, and so spread over all.</summary>
    private ImmutableArray<DnsRecord> Turned(ImmutableArray<DnsRecord> found)
    {
        if (found.Length < 2) return found;
        var first = (int)(Interlocked.Increment(ref turns) % (uint)found.Length);
        return [.. found[first..], .. found[..first]];
    }

    private static DnsReply Reverse(DnsQuestion question, string name, string? holder)
    {
        if (holder is null) return DnsReply.NoSuchName(StartOf(name));
        if (question.Type is not (DnsType.Ptr or DnsType.Any)) return DnsReply.NoData(StartOf(name));
        return DnsReply.Of(new DnsRecord(question.Name, TtlSeconds, new DnsData.Named(DnsType.Ptr, DnsName.Parse(holder))));
    }

    /// <summary>The start of the zone that the name would be in: an absence is remembered as long as a name.</summary>
    private static DnsRecord StartOf(string name)
    {
        var zone = CloudZones.Of(name);
        var start = new DnsData.Start(DnsName.Parse(CloudHosts.Resolver.Name), DnsName.Parse($"hostmaster.{CloudHosts.Resolver.Name}"), 1, 3600, 900, 604800, TtlSeconds);
        return new DnsRecord(zone.Length == 0 ? DnsName.Root : DnsName.Parse(zone), TtlSeconds, start);
    }
}
