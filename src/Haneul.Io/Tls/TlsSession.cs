using System.Runtime.InteropServices;
using System.Text;

namespace Haneul.Io.Tls;

/// <summary>How a call to a session ended.</summary>
public enum TlsResult
{
    /// <summary>What was asked for is done.</summary>
    Done,

    /// <summary>There is not enough to go on with: call again when there is input.</summary>
    WantsInput,

    /// <summary>The peer has said that nothing more comes, or has ended the connection.</summary>
    Ended,

    /// <summary>The session is over: <see cref="TlsSession.Failure"/> says why. What the outbox holds (an alert) should still be sent.</summary>
    Failed,
}

/// <summary>
/// One connection's TLS, over what its source gives it. What it wants to send is put into its thread's <see cref="TlsOutbox"/>: send it after each call.
/// It belongs to one thread, and must be disposed of: most of it lies outside the managed heap.
/// </summary>
public sealed unsafe class TlsSession : IDisposable
{
    private const int ReceivedShutdown = 2, SetHostName = 55, NegotiatedGroup = 134, Blocked = -1;

    /// <summary>A handshake that takes in more than this is given up: certificates and chains of clients included, it never needs it.</summary>
    private const int MostHandshakeBytes = 128 * 1024;

    private readonly TlsOutbox outbox;
    private readonly ITlsSource source;
    private readonly TlsServer? server;
    private nint ssl;
    private bool isBlocked;

    private TlsSession(nint context, TlsOutbox outbox, ITlsSource source, TlsServer? server)
    {
        (this.outbox, this.source, this.server) = (outbox, source, server);
        ssl = LibSsl.SSL_new(context);
        if (ssl == 0) throw new TlsException($"no session: {OpenSsl.TakeError()}");
        server?.Retain();
        var bio = TlsBio.New(outbox);
        LibSsl.SSL_set_bio(ssl, bio, bio);
        if (server is not null) LibSsl.SSL_set_accept_state(ssl);
        else LibSsl.SSL_set_connect_state(ssl);
    }

    /// <param name="server">Whose side it is.</param>
    /// <param name="outbox">Of the thread.</param>
    /// <param name="source">Where the client's records come from.</param>
    public static TlsSession Accept(TlsServer server, TlsOutbox outbox, ITlsSource source) => new(server.Context, outbox, source, server);

    /// <param name="client">Whose side it is.</param>
    /// <param name="outbox">Of the thread.</param>
    /// <param name="source">Where the server's records come from.</param>
    /// <param name="name">Asked for (SNI); null: none.</param>
    public static TlsSession Connect(TlsClient client, TlsOutbox outbox, ITlsSource source, string? name = null)
    {
        var session = new TlsSession(client.Context, outbox, source, null);
        if (name is null) return session;
        fixed (byte* bytes = Encoding.ASCII.GetBytes(name + '\0')) _ = LibSsl.SSL_ctrl(session.ssl, SetHostName, 0, bytes);
        return session;
    }

    public bool IsEstablished { get; private set; }

    /// <summary>Which of the server's certificates is shown.</summary>
    internal int Chosen { get; set; }

    /// <summary>Why it failed, in OpenSSL's words; null while it has not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Bytes of the source wait inside, a later record of one segment perhaps: edge-triggered waiting must not begin before they are read.</summary>
    public bool HasPending => LibSsl.SSL_has_pending(ssl) != 0;

    /// <summary>The peer ended the connection without ending TLS before: what came last may be cut off.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Bytes that came from the peer, as they came.</summary>
    public long TakenBytes { get; private set; }

    /// <summary>As <c>TLSv1.3</c>; as access logs write it.</summary>
    public string Protocol => LibSsl.SSL_version(ssl) switch
    {
        (int)TlsVersion.Tls13 => "TLSv1.3",
        (int)TlsVersion.Tls12 => "TLSv1.2",
        (int)TlsVersion.Tls11 => "TLSv1.1",
        _ => "TLSv1",
    };

    /// <summary>In OpenSSL's name, as access logs write it; empty before one is agreed on.</summary>
    public string Cipher => LibSsl.SSL_get_current_cipher(ssl) is var cipher && cipher != 0 ? Marshal.PtrToStringUTF8((nint)LibSsl.SSL_CIPHER_get_name(cipher)) ?? "" : "";

    /// <summary>The group of the key exchange as <c>x25519</c> (SSL_get_negotiated_group(3)); null before the handshake is over, and where OpenSSL knows none.</summary>
    public string? Group => IsEstablished && LibSsl.SSL_ctrl(ssl, NegotiatedGroup, 0, null) is > 0 and var group ? Marshal.PtrToStringUTF8((nint)LibSsl.SSL_group_to_name(ssl, (int)group)) : null;

    /// <summary>The host that the client asked for (SNI); null: none.</summary>
    public string? ServerName => Marshal.PtrToStringUTF8((nint)LibSsl.SSL_get_servername(ssl, 0));

    /// <summary>The session goes on with what an earlier one agreed on.</summary>
    public bool IsResumed => LibSsl.SSL_session_reused(ssl) != 0;

    /// <summary>The name of the certificate that was shown; null for a client, and for a session that goes on with an earlier one.</summary>
    public string? CertificateName => server is null || IsResumed ? null : server.CertificateNames[Chosen];

    /// <summary>The protocol agreed upon (ALPN), empty: none. Valid until the session is disposed of.</summary>
    public ReadOnlySpan<byte> AgreedProtocol
    {
        get
        {
            byte* name;
            uint length;
            LibSsl.SSL_get0_alpn_selected(ssl, &name, &length);
            return new ReadOnlySpan<byte>(name, (int)length);
        }
    }

    /// <summary>What was found of the peer's certificate, 0: good; X509_STORE_CTX_get_error(3).</summary>
    public int VerifyError => (int)LibSsl.SSL_get_verify_result(ssl);

    /// <summary>The certificates that the peer showed, DER, its own first; empty: none.</summary>
    public IReadOnlyList<byte[]> PeerCertificates()
    {
        var own = LibSsl.SSL_get1_peer_certificate(ssl);
        if (own == 0) return [];
        var list = new List<byte[]> { Der(own) };
        LibSsl.X509_free(own);
        var chain = LibSsl.SSL_get_peer_cert_chain(ssl);
        var count = chain == 0 ? 0 : LibSsl.OPENSSL_sk_num(chain);
        // A server sees its client's chain without the client's own one, a client sees all.
        for (var i = server is null ? 1 : 0; i < count; i++) list.Add(Der(LibSsl.OPENSSL_sk_value(chain, i)));
        return list;
    }

    /// <summary>Goes on with the handshake, as far as the input allows.</summary>
    public TlsResult Handshake()
    {
        outbox.Claim(this);
        isBlocked = false;
        var result = Ended(LibSsl.SSL_do_handshake(ssl));
        if (result == TlsResult.Done) IsEstablished = true;
        else if (result == TlsResult.WantsInput && TakenBytes > MostHandshakeBytes) return Fail("the handshake is too long");
        return result;
    }

    /// <summary>Reads what the peer sent, at most one record at a time.</summary>
    /// <param name="into">Not empty.</param>
    /// <param name="count">How much was read, where it is done.</param>
    public TlsResult Read(Span<byte> into, out int count)
    {
        outbox.Claim(this);
        isBlocked = false;
        fixed (byte* start = into) count = LibSsl.SSL_read(ssl, start, into.Length);
        if (count > 0) return TlsResult.Done;
        count = 0;
        return Ended(0);
    }

    /// <summary>Seals all of it into records. The handshake must be over.</summary>
    public TlsResult Write(ReadOnlySpan<byte> bytes)
    {
        outbox.Claim(this);
        if (!IsEstablished) throw new InvalidOperationException("Nothing can be sent before the handshake is over");
        if (bytes.IsEmpty) return TlsResult.Done;
        int written;
        fixed (byte* start = bytes) written = LibSsl.SSL_write(ssl, start, bytes.Length);
        return written == bytes.Length ? TlsResult.Done : Fail(OpenSsl.TakeError());
    }

    /// <summary>Says that nothing more is sent.</summary>
    public void End()
    {
        outbox.Claim(this);
        if (Failure is not null || !IsEstablished) return;
        if (LibSsl.SSL_shutdown(ssl) < 0) LibSsl.ERR_clear_error();
    }

    public void Dispose()
    {
        if (ssl == 0) return;
        LibSsl.SSL_free(ssl);
        ssl = 0;
        server?.Release();
    }

    /// <summary>OpenSSL asks for records.</summary>
    internal int Fill(Span<byte> into)
    {
        var count = source.ReceiveRecords(into);
        isBlocked = count == Blocked;
        if (count > 0) TakenBytes += count;
        else if (!isBlocked) IsCut = true;
        return isBlocked ? Blocked : Math.Max(count, 0);
    }

    // SSL_get_error(3) reads the thread's queue of errors, which is not ours alone (.NET uses the same library), and SSL_want(3) is not told of every failure:
    // that the source had nothing is known better here.
    private TlsResult Ended(int returned)
    {
        if (returned > 0) return TlsResult.Done;
        if ((LibSsl.SSL_get_shutdown(ssl) & ReceivedShutdown) != 0) return LeftByAlert();
        return isBlocked ? TlsResult.WantsInput : Fail(OpenSsl.TakeError());
    }

    // An alert that ends the session is told like an end, but leaves an error.
    private TlsResult LeftByAlert()
    {
        var reason = OpenSsl.TakeError();
        return reason == OpenSsl.NoReason ? TlsResult.Ended : Fail(reason);
    }

    private TlsResult Fail(string reason)
    {
        Failure ??= reason;
        return TlsResult.Failed;
    }

    private static byte[] Der(nint certificate)
    {
        var bytes = new byte[LibSsl.i2d_X509(certificate, null)];
        fixed (byte* start = bytes)
        {
            var at = start;
            _ = LibSsl.i2d_X509(certificate, &at);
        }
        return bytes;
    }
}
