namespace Haneul.Io.Tls;

/// <summary>
/// Which certificate a client is shown: by the name that it asks for, then the best one that it can check. Pure.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
/// </summary>
internal sealed class CertificateChoice
{
    private readonly IReadOnlyList<ServerCertificate> certificates;
    private readonly Dictionary<string, List<int>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public CertificateChoice(IReadOnlyList<ServerCertificate> certificates)
    {
        this.certificates = certificates;
        for (var i = 0; i < certificates.Count; i++)
        {
            foreach (var name in certificates[i].Names.Distinct())
            {
                if (!byName.TryGetValue(name, out var list)) byName[name] = list = [];
                list.Add(i);
            }
        }
        lookup = byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The index of the certificate to show; 0 is the default one.</summary>
    /// <param name="name">What the client asks for, in lower case and without a dot at its end; empty: it asks for nothing.</param>
    /// <param name="checksCurves">It can check ECDSA.</param>
    /// <param name="now">To tell what has expired.</param>
    public int For(ReadOnlySpan<char> name, bool checksCurves, DateTime now)
    {
        if (name.IsEmpty) return 0;
        var best = -1;
        if (lookup.TryGetValue(name, out var exact)) best = Best(exact, best, checksCurves, now);
        var dot = name.IndexOf('.');
        const int LongestName = 255;
        if (dot > 0 && name.Length <= LongestName)
        {
            Span<char> wild = stackalloc char[name.Length - dot + 1];
            wild[0] = '*';
            name[dot..].CopyTo(wild[1..]);
            if (lookup.TryGetValue(wild, out var covering)) best = Best(covering, best, checksCurves, now);
        }
        return Math.Max(best, 0);
    }

    private int Best(List<int> candidates, int best, bool checksCurves, DateTime now)
    {
        foreach (var index in candidates)
        {
            if (best < 0 || IsBetter(certificates[index], certificates[best], checksCurves, now)) best = index;
        }
        return best;
    }

    // AWS's order: key type (ECDSA before RSA), not expired, hash, length of the key, validity. What the client cannot check comes last.
    private static bool IsBetter(ServerCertificate one, ServerCertificate other, bool checksCurves, DateTime now)
    {
        if (one.IsEllipticCurve != other.IsEllipticCurve) return one.IsEllipticCurve == checksCurves;
        var isFresh = one.NotAfter > now;
        if (isFresh != other.NotAfter > now) return isFresh;
        if (one.HashBits != other.HashBits) return one.HashBits > other.HashBits;
        if (one.KeyBits != other.KeyBits) return one.KeyBits > other.KeyBits;
        return one.Validity > other.Validity;
    }
}
