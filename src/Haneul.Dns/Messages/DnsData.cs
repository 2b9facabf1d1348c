using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Dns;

/// <summary>What a record says. Kinds that hold names are read as such, since names in them may be compressed (RFC 3597, 4); all others are bytes.</summary>
public abstract record DnsData(DnsType Type)
{
    /// <summary>An IPv4 address (RFC 1035) or an IPv6 one (RFC 3596).</summary>
    public sealed record Address(Ip Ip) : DnsData(Ip.IsV6 ? DnsType.Aaaa : DnsType.A)
    {
        public override string ToString() => Ip.ToString();
    }

    /// <summary>Another name: CNAME, NS or PTR (RFC 1035, 3.3).</summary>
    public sealed record Named(DnsType Type, DnsName Name) : DnsData(Type)
    {
        public override string ToString() => Name.ToString();
    }

    /// <summary>Where a zone begins (RFC 1035, 3.3.13); times in seconds. The last is how long an absence may be remembered (RFC 2308).</summary>
    public sealed record Start(DnsName Server, DnsName Mailbox, uint Serial, uint RefreshSeconds, uint RetrySeconds, uint ExpireSeconds, uint AbsenceSeconds) : DnsData(DnsType.Soa)
    {
        public override string ToString() => $"{Server} {Mailbox} {Serial} {RefreshSeconds} {RetrySeconds} {ExpireSeconds} {AbsenceSeconds}";
    }

    /// <summary>Anything else, as it lies on the wire (RFC 3597).</summary>
    public sealed record Raw(DnsType Type, ImmutableArray<byte> Bytes) : DnsData(Type)
    {
        public override string ToString() => $"\\# {Bytes.Length} {Convert.ToHexStringLower(Bytes.AsSpan())}";
    }
}

/// <summary>A resource record (RFC 1035, 3.2.1).</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="TtlSeconds">How long it may be remembered.</param>
/// <param name="Data">What it says.</param>
/// <param name="Class">Internet, but for oddities.</param>
public sealed record DnsRecord(DnsName Name, uint TtlSeconds, DnsData Data, DnsClass Class = DnsClass.Internet)
{
    public override string ToString() => $"{Name} {TtlSeconds} {Class} {Data.Type} {Data}";
}

/// <summary>What is asked (RFC 1035, 4.1.2).</summary>
public sealed record DnsQuestion(DnsName Name, DnsType Type, DnsClass Class = DnsClass.Internet)
{
    public override string ToString() => $"{Name} {Class} {Type}";
}
