namespace Haneul.Dns;

/// <summary>Types of records and questions, by IANA's numbers (https://www.iana.org/assignments/dns-parameters). Any other number is kept as it is.</summary>
public enum DnsType
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Hinfo = 13,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Opt = 41,
    Ixfr = 251,
    Axfr = 252,

    /// <summary>All types (RFC 1035, 3.2.3).</summary>
    Any = 255,
}

/// <summary>Classes of records, by IANA's numbers.</summary>
public enum DnsClass
{
    Internet = 1,
}

/// <summary>How a question was answered: RCODE (RFC 1035, 4.1.1), with the one of EDNS that does not fit its four bits (RFC 6891, 9).</summary>
public enum DnsRcode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
    BadVersion = 16,
}
