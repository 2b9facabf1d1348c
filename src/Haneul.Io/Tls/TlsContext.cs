using System.Text;

namespace Haneul.Io.Tls;

/// <summary>One SSL_CTX, set up. Sessions made from it keep what they need of it: it may be freed while they go on. SSL_CTX_new(3)</summary>
internal sealed unsafe class TlsContext : IDisposable
{
    private const ulong NoCompression = 1UL << 17, IgnoreUnexpectedEnd = 1UL << 7, NoRenegotiation = 1UL << 30, ServerPreference = 1UL << 22, NoTicket = 1UL << 14;
    private const int Mode = 33, ReadAhead = 41, SessionCache = 44, TicketKeys = 59, Groups = 92, ChainCertificate = 89, Oldest = 123, Newest = 124;

    // A buffer may have moved when a write is tried again; read and write buffers are given back when a session is idle: SSL_CTX_set_mode(3).
    private const long Modes = 0x2 | 0x10;
    private const string Classical = "X25519:P-256:P-384";

    public nint Handle { get; private set; }

    private TlsContext(nint method)
    {
        Handle = LibSsl.SSL_CTX_new(method);
        if (Handle == 0) throw new TlsException($"no context for TLS: {OpenSsl.TakeError()}");
        _ = LibSsl.SSL_CTX_ctrl(Handle, Mode, Modes, 0);
        _ = LibSsl.SSL_CTX_ctrl(Handle, ReadAhead, 1, 0);
        _ = LibSsl.SSL_CTX_ctrl(Handle, SessionCache, 0, 0);
        // A peer that ends the connection without saying so in TLS: TlsSession.IsCut tells.
        _ = LibSsl.SSL_CTX_set_options(Handle, NoCompression | IgnoreUnexpectedEnd | NoRenegotiation | ServerPreference);
    }

    public static TlsContext ForServer(TlsServerOptions options, TlsCertificate certificate)
    {
        OpenSsl.Require();
        var context = new TlsContext(LibSsl.TLS_server_method());
        try
        {
            context.Limit(options.Oldest, options.Newest, options.Ciphers, options.Suites);
            context.Show(certificate);
            context.Resume(options.Tickets);
            context.Agree(options.IsPostQuantum);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    public static TlsContext ForClient(TlsClientOptions options)
    {
        OpenSsl.Require();
        var context = new TlsContext(LibSsl.TLS_client_method());
        try
        {
            context.Limit(options.Oldest, options.Newest, options.Ciphers, options.Suites);
            context.Offer(options.Protocols);
            LibSsl.SSL_CTX_set_verify(context.Handle, 0, null);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private void Limit(TlsVersion oldest, TlsVersion newest, IReadOnlyList<string>? ciphers, IReadOnlyList<string>? suites)
    {
        Do(LibSsl.SSL_CTX_ctrl(Handle, Oldest, (long)oldest, 0) == 1, $"TLS from {oldest} on");
        Do(LibSsl.SSL_CTX_ctrl(Handle, Newest, (long)newest, 0) == 1, $"TLS up to {newest}");
        // Level 0: the policy alone decides what is strong enough; OpenSSL would leave out what it finds weak (TLS 1.0, SHA-1).
        var list = ciphers is { Count: > 0 } ? string.Join(':', ciphers) : "DEFAULT";
        Do(LibSsl.SSL_CTX_set_cipher_list(Handle, $"{list}:@SECLEVEL=0") == 1, $"ciphers {list}");
        if (suites is { Count: > 0 }) Do(LibSsl.SSL_CTX_set_ciphersuites(Handle, string.Join(':', suites)) == 1, $"ciphers {string.Join(':', suites)}");
    }

    private void Show(TlsCertificate shown)
    {
        var isFirst = true;
        var count = PemReader.Certificates(shown.Body, shown.Name, certificate =>
        {
            if (isFirst) Do(LibSsl.SSL_CTX_use_certificate(Handle, certificate) == 1, $"{shown.Name}: the certificate");
            else AddToChain(shown.Name, certificate);
            isFirst = false;
        });
        if (count == 0) throw new TlsException($"{shown.Name}: there is no certificate in it");
        if (shown.Chain.Length > 0) _ = PemReader.Certificates(shown.Chain, shown.Name, certificate => AddToChain(shown.Name, certificate));
        var key = PemReader.PrivateKey(shown.PrivateKey, shown.Name);
        try
        {
            Do(LibSsl.SSL_CTX_use_PrivateKey(Handle, key) == 1, $"{shown.Name}: the private key");
        }
        finally
        {
            LibSsl.EVP_PKEY_free(key);
        }
    }

    private void AddToChain(string name, nint certificate) => Do(LibSsl.SSL_CTX_ctrl(Handle, ChainCertificate, 1, certificate) == 1, $"{name}: the chain");

    private void Resume(TicketKey? tickets)
    {
        if (tickets is null)
        {
            _ = LibSsl.SSL_CTX_set_options(Handle, NoTicket);
            _ = LibSsl.SSL_CTX_set_num_tickets(Handle, 0);
            return;
        }
        _ = LibSsl.SSL_CTX_set_num_tickets(Handle, 1);
        // Sessions may go on only where they began: the same key, the same way to look at clients.
        fixed (byte* bytes = tickets.Bytes)
        {
            const int IdLength = 16;
            Do(LibSsl.SSL_CTX_ctrl(Handle, TicketKeys, tickets.Bytes.Length, (nint)bytes) == 1, "the key for tickets");
            Do(LibSsl.SSL_CTX_set_session_id_context(Handle, bytes, IdLength) == 1, "the context of sessions");
        }
    }

    private void Agree(bool isPostQuantum)
    {
        if (isPostQuantum && SetGroups($"X25519MLKEM768:{Classical}")) return;
        Do(SetGroups(Classical), $"groups {Classical}");
    }

    private bool SetGroups(string groups)
    {
        fixed (byte* list = Encoding.ASCII.GetBytes(groups + '\0'))
        {
            if (LibSsl.SSL_CTX_ctrl(Handle, Groups, 0, (nint)list) == 1) return true;
        }
        LibSsl.ERR_clear_error();
        return false;
    }

    private void Offer(IReadOnlyList<string> protocols)
    {
        if (protocols.Count == 0) return;
        var list = Alpn.Written(protocols);
        fixed (byte* bytes = list)
        {
            // 0 is success here: SSL_CTX_set_alpn_protos(3).
            Do(LibSsl.SSL_CTX_set_alpn_protos(Handle, bytes, (uint)list.Length) == 0, "protocols");
        }
    }

    private static void Do(bool isDone, string what)
    {
        if (!isDone) throw new TlsException($"{what}: {OpenSsl.TakeError()}");
    }

    public void Dispose()
    {
        if (Handle == 0) return;
        LibSsl.SSL_CTX_free(Handle);
        Handle = 0;
        GC.SuppressFinalize(this);
    }

    ~TlsContext() => Dispose();
}
