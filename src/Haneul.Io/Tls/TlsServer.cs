using System.Runtime.InteropServices;

namespace Haneul.Io.Tls;

/// <summary>
/// A listener's side of TLS: its certificates, versions, ciphers and what it asks of clients. May be used by several threads, and be disposed of while sessions made from it go on:
/// what they need goes with the last of them.
/// </summary>
public sealed unsafe class TlsServer : IDisposable
{
    private const int EllipticCurve = 408, SignedByEllipticCurve = 1047, HostName = 0, Agreed = 0, NotAgreed = 3;

    private readonly TlsContext[] contexts;
    private readonly string[] names;
    private readonly CertificateChoice choice;
    private readonly bool isMixed;
    private readonly byte[] protocols;
    private readonly GCHandle self;
    private int users = 1;
    private int isDisposed;

    /// <summary>Throws <see cref="TlsException"/> with what is wrong: a certificate that cannot be read, a key that is another's, an unknown cipher.</summary>
    public TlsServer(TlsServerOptions options)
    {
        if (options.Certificates.Count == 0) throw new TlsException("There is no certificate to show");
        OpenSsl.Require();
        var known = options.Certificates.Select(ServerCertificate.Of).ToList();
        protocols = Alpn.Written(options.Protocols);
        names = [.. options.Certificates.Select(c => c.Name)];
        choice = new CertificateChoice(known);
        isMixed = known.Any(c => c.IsEllipticCurve) && known.Any(c => !c.IsEllipticCurve);
        contexts = new TlsContext[options.Certificates.Count];
        self = GCHandle.Alloc(this);
        try
        {
            for (var i = 0; i < contexts.Length; i++) contexts[i] = Made(options, i);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>The names of its certificates, the default one first.</summary>
    public IReadOnlyList<string> CertificateNames => names;

    internal nint Context => contexts[0].Handle;

    internal void Retain() => Interlocked.Increment(ref users);

    internal void Release()
    {
        if (Interlocked.Decrement(ref users) > 0) return;
        foreach (var context in contexts) context?.Dispose();
        self.Free();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 0) Release();
    }

    private TlsContext Made(TlsServerOptions options, int index)
    {
        var context = TlsContext.ForServer(options, options.Certificates[index]);
        contexts[index] = context;
        var argument = GCHandle.ToIntPtr(self);
        if (options.Certificates.Count > 1) LibSsl.SSL_CTX_set_cert_cb(context.Handle, &Choose, argument);
        if (protocols.Length > 0) LibSsl.SSL_CTX_set_alpn_select_cb(context.Handle, &Agree, argument);
        ClientTrust.Set(context.Handle, options);
        return context;
    }

    /// <summary>SSL_CTX_set_cert_cb(3): the client's first words are read, and nothing of the server's is chosen yet.</summary>
    [UnmanagedCallersOnly]
    private static int Choose(nint ssl, nint argument)
    {
        if (GCHandle.FromIntPtr(argument).Target is not TlsServer server) return 0;
        var chosen = server.Chosen(ssl);
        TlsBio.Of(ssl)?.Chosen = chosen;
        if (chosen > 0) _ = LibSsl.SSL_set_SSL_CTX(ssl, server.contexts[chosen].Handle);
        return 1;
    }

    private int Chosen(nint ssl)
    {
        const int LongestName = 255;
        Span<char> name = stackalloc char[LongestName];
        var asked = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(LibSsl.SSL_get_servername(ssl, HostName));
        if (asked.Length > LongestName) return 0;
        for (var i = 0; i < asked.Length; i++) name[i] = char.ToLowerInvariant((char)asked[i]);
        return choice.For(name[..asked.Length].TrimEnd('.'), !isMixed || ChecksCurves(ssl), DateTime.UtcNow);
    }

    private static bool ChecksCurves(nint ssl)
    {
        var signs = 0;
        var count = LibSsl.SSL_get_sigalgs(ssl, 0, null, null, null, null, null);
        for (var i = 0; i < count && signs != EllipticCurve; i++) _ = LibSsl.SSL_get_sigalgs(ssl, i, &signs, null, null, null, null);
        if (count > 0 && signs != EllipticCurve) return false;
        return LibSsl.SSL_version(ssl) >= (int)TlsVersion.Tls13 || OffersCurves(LibSsl.SSL_get_client_ciphers(ssl));
    }

    // Before TLS 1.3 the cipher names the kind of key.
    private static bool OffersCurves(nint ciphers)
    {
        var count = LibSsl.OPENSSL_sk_num(ciphers);
        for (var i = 0; i < count; i++)
        {
            if (LibSsl.SSL_CIPHER_get_auth_nid(LibSsl.OPENSSL_sk_value(ciphers, i)) == SignedByEllipticCurve) return true;
        }
        return false;
    }

    /// <summary>SSL_CTX_set_alpn_select_cb(3): without a protocol in common the session goes on with none, as on AWS.</summary>
    [UnmanagedCallersOnly]
    private static int Agree(nint ssl, byte** agreed, byte* length, byte* theirs, uint theirLength, nint argument)
    {
        if (GCHandle.FromIntPtr(argument).Target is not TlsServer server) return NotAgreed;
        if (!Alpn.TryAgree(server.protocols, new ReadOnlySpan<byte>(theirs, (int)theirLength), out var start, out var count)) return NotAgreed;
        *agreed = theirs + start;
        *length = (byte)count;
        return Agreed;
    }
}
