namespace Haneul.Io.Tls;

/// <summary>Versions of TLS, by their numbers on the wire (RFC 8446, section 4.1.2).</summary>
public enum TlsVersion
{
    Tls10 = 0x0301,
    Tls11 = 0x0302,
    Tls12 = 0x0303,
    Tls13 = 0x0304,
}

/// <summary>What is done about certificates of clients.</summary>
public enum ClientCertificates
{
    /// <summary>None is asked for.</summary>
    Ignored,

    /// <summary>One is asked for, and must be good.</summary>
    Verified,

    /// <summary>One is asked for; none, and a bad one, are taken too: the target judges.</summary>
    PassedThrough,
}

/// <summary>A certificate with its key and what signed it, PEM, and the name by which it is told which one was shown.</summary>
public sealed record TlsCertificate(string Name, string Body, string Chain, string PrivateKey);

/// <summary>How a server speaks TLS.</summary>
public sealed record TlsServerOptions
{
    /// <summary>The first is shown to clients that ask for no name, or for one that none is good for.</summary>
    public required IReadOnlyList<TlsCertificate> Certificates { get; init; }

    public TlsVersion Oldest { get; init; } = TlsVersion.Tls12;

    public TlsVersion Newest { get; init; } = TlsVersion.Tls13;

    /// <summary>Cipher suites of TLS 1.2 and before, in OpenSSL's names, the preferred one first; null: OpenSSL's own choice.</summary>
    public IReadOnlyList<string>? Ciphers { get; init; }

    /// <summary>Cipher suites of TLS 1.3; null: OpenSSL's own choice.</summary>
    public IReadOnlyList<string>? Suites { get; init; }

    /// <summary>The groups for keys are classical ones and, where the library knows it, X25519MLKEM768.</summary>
    public bool IsPostQuantum { get; init; }

    /// <summary>Protocols by preference, in the names of ALPN (RFC 7301): the first that the client offers too is spoken. Empty: none is agreed upon.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>Clients may go on with an earlier session; null: they may not.</summary>
    public TicketKey? Tickets { get; init; }

    public ClientCertificates Clients { get; init; }

    /// <summary>PEM, those whose clients are trusted; for <see cref="ClientCertificates.Verified"/>.</summary>
    public string Authorities { get; init; } = "";

    /// <summary>A client's certificate that has expired is taken too.</summary>
    public bool IgnoresExpiry { get; init; }

    /// <summary>Clients are told whose certificates are trusted.</summary>
    public bool AdvertisesAuthorities { get; init; }
}

/// <summary>How a client speaks TLS. Certificates of servers are not verified.</summary>
public sealed record TlsClientOptions
{
    public TlsVersion Oldest { get; init; } = TlsVersion.Tls10;

    public TlsVersion Newest { get; init; } = TlsVersion.Tls13;

    /// <summary>As <see cref="TlsServerOptions.Ciphers"/>.</summary>
    public IReadOnlyList<string>? Ciphers { get; init; }

    /// <summary>As <see cref="TlsServerOptions.Suites"/>.</summary>
    public IReadOnlyList<string>? Suites { get; init; }

    /// <summary>Protocols that are offered (ALPN).</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];
}
