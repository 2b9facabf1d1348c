using System.Collections.Immutable;
using System.Net;

namespace Haneul.Dns;

/// <summary>Knows names. Asked by the server for every question that is well formed, by several at a time.</summary>
public interface IResolver
{
    ValueTask<DnsReply> AnswerAsync(DnsQuestion question, IPAddress asker, CancellationToken cancel);
}

/// <summary>What a resolver says to a question.</summary>
/// <param name="Rcode">How it went.</param>
/// <param name="Answers">The records that were asked for, aliases first.</param>
/// <param name="Authorities">Where there are no answers: the start of the zone, so that the absence is remembered (RFC 2308).</param>
public sealed record DnsReply(DnsRcode Rcode, ImmutableArray<DnsRecord> Answers, ImmutableArray<DnsRecord> Authorities)
{
    public static DnsReply Refused { get; } = new(DnsRcode.Refused, [], []);

    public static DnsReply Of(params ImmutableArray<DnsRecord> answers) => new(DnsRcode.NoError, answers, []);

    /// <summary>The name is there, a record of that type is not.</summary>
    public static DnsReply NoData(DnsRecord start) => new(DnsRcode.NoError, [], [start]);

    /// <summary>Nobody has that name.</summary>
    public static DnsReply NoSuchName(DnsRecord start) => new(DnsRcode.NameError, [], [start]);
}
