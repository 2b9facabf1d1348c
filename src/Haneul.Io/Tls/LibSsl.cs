using System.Runtime.InteropServices;

namespace Haneul.Io.Tls;

/// <summary>The functions of OpenSSL 3 that are used: libssl(7), libcrypto(7). Pointers are OpenSSL's own objects.</summary>
internal static unsafe partial class LibSsl
{
    public const string Ssl = "libssl.so.3";
    public const string Crypto = "libcrypto.so.3";

    [LibraryImport(Ssl)]
    public static partial int OPENSSL_init_ssl(ulong options, nint settings);

    [LibraryImport(Ssl)]
    public static partial nint TLS_server_method();

    [LibraryImport(Ssl)]
    public static partial nint TLS_client_method();

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Ssl)]
    public static partial long SSL_CTX_ctrl(nint context, int command, long value, nint pointer);

    [LibraryImport(Ssl)]
    public static partial ulong SSL_CTX_set_options(nint context, ulong options);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_set_num_tickets(nint context, nuint count);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(nint context, string ciphers);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_ciphersuites(nint context, string ciphers);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_certificate(nint context, nint certificate);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_PrivateKey(nint context, nint key);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_set_session_id_context(nint context, byte* id, uint length);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_cert_cb(nint context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_alpn_select_cb(nint context, delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_set_alpn_protos(nint context, byte* protocols, uint length);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_verify(nint context, int mode, delegate* unmanaged<int, nint, int> callback);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_verify_depth(nint context, int depth);

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_get_cert_store(nint context);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_add_client_CA(nint context, nint certificate);

    [LibraryImport(Ssl)]
    public static partial nint SSL_new(nint context);

    [LibraryImport(Ssl)]
    public static partial void SSL_free(nint session);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_bio(nint session, nint read, nint write);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_rbio(nint session);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_accept_state(nint session);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_connect_state(nint session);

    [LibraryImport(Ssl)]
    public static partial nint SSL_set_SSL_CTX(nint session, nint context);

    [LibraryImport(Ssl)]
    public static partial long SSL_ctrl(nint session, int command, long value, byte* pointer);

    [LibraryImport(Ssl)]
    public static partial byte* SSL_group_to_name(nint session, int id);

    [LibraryImport(Ssl)]
    public static partial int SSL_do_handshake(nint session);

    [LibraryImport(Ssl)]
    public static partial int SSL_read(nint session, byte* into, int length);

    [LibraryImport(Ssl)]
    public static partial int SSL_write(nint session, byte* from, int length);

    [LibraryImport(Ssl)]
    public static partial int SSL_shutdown(nint session);

    [LibraryImport(Ssl)]
    public static partial int SSL_get_shutdown(nint session);

    [LibraryImport(Ssl)]
    public static partial int SSL_has_pending(nint session);

    [LibraryImport(Ssl)]
    public static partial int SSL_version(nint session);

    [LibraryImport(Ssl)]
    public static partial int SSL_session_reused(nint session);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_current_cipher(nint session);

    [LibraryImport(Ssl)]
    public static partial byte* SSL_CIPHER_get_name(nint cipher);

    [LibraryImport(Ssl)]
    public static partial byte* SSL_get_servername(nint session, int type);

    [LibraryImport(Ssl)]
    public static partial void SSL_get0_alpn_selected(nint session, byte** protocol, uint* length);

    [LibraryImport(Ssl)]
    public static partial int SSL_get_sigalgs(nint session, int index, int* sign, int* hash, int* both, byte* rawSign, byte* rawHash);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_client_ciphers(nint session);

    [LibraryImport(Ssl)]
    public static partial int SSL_CIPHER_get_auth_nid(nint cipher);

    [LibraryImport(Ssl)]
    public static partial long SSL_get_verify_result(nint session);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get1_peer_certificate(nint session);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_peer_cert_chain(nint session);

    [LibraryImport(Crypto)]
    public static partial nint BIO_meth_new(int type, byte* name);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_read(nint method, delegate* unmanaged<nint, byte*, int, int> read);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_write(nint method, delegate* unmanaged<nint, byte*, int, int> write);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged<nint, int, nint, nint, nint> control);

    [LibraryImport(Crypto)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Crypto)]
    public static partial void BIO_set_data(nint bio, nint data);

    [LibraryImport(Crypto)]
    [SuppressGCTransition]
    public static partial nint BIO_get_data(nint bio);

    [LibraryImport(Crypto)]
    public static partial void BIO_set_init(nint bio, int isReady);

    [LibraryImport(Crypto)]
    [SuppressGCTransition]
    public static partial void BIO_set_flags(nint bio, int flags);

    [LibraryImport(Crypto)]
    [SuppressGCTransition]
    public static partial void BIO_clear_flags(nint bio, int flags);

    [LibraryImport(Crypto)]
    public static partial nint BIO_new_mem_buf(byte* from, int length);

    [LibraryImport(Crypto)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(Crypto)]
    public static partial nint PEM_read_bio_X509(nint bio, nint into, nint password, nint argument);

    [LibraryImport(Crypto)]
    public static partial nint PEM_read_bio_PrivateKey(nint bio, nint into, delegate* unmanaged<byte*, int, int, nint, int> password, nint argument);

    [LibraryImport(Crypto)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(Crypto)]
    public static partial int i2d_X509(nint certificate, byte** into);

    [LibraryImport(Crypto)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Crypto)]
    public static partial int X509_STORE_add_cert(nint store, nint certificate);

    [LibraryImport(Crypto)]
    public static partial int X509_STORE_CTX_get_error(nint context);

    [LibraryImport(Crypto)]
    public static partial void X509_STORE_CTX_set_error(nint context, int error);

    [LibraryImport(Crypto)]
    public static partial int OPENSSL_sk_num(nint stack);

    [LibraryImport(Crypto)]
    public static partial nint OPENSSL_sk_value(nint stack, int index);

    [LibraryImport(Crypto)]
    public static partial ulong ERR_get_error();

    [LibraryImport(Crypto)]
    public static partial void ERR_clear_error();

    [LibraryImport(Crypto)]
    public static partial void ERR_error_string_n(ulong error, byte* into, nuint length);

    [LibraryImport(Crypto)]
    public static partial ulong OpenSSL_version_num();
}
