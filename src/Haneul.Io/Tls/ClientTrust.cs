using System.Runtime.InteropServices;

namespace Haneul.Io.Tls;

/// <summary>Whether clients must show certificates, and who vouches for them: SSL_CTX_set_verify(3).</summary>
internal static unsafe class ClientTrust
{
    private const int AskForOne = 1, FailWithoutOne = 2, Expired = 10;

    /// <summary>As on AWS: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html#mtls-quotas</summary>
    private const int LongestChain = 4;

    public static void Set(nint context, TlsServerOptions options)
    {
        if (options.Clients == ClientCertificates.Ignored)
        {
            LibSsl.SSL_CTX_set_verify(context, 0, null);
            return;
        }
        LibSsl.SSL_CTX_set_verify_depth(context, LongestChain);
        if (options.Clients == ClientCertificates.PassedThrough)
        {
            LibSsl.SSL_CTX_set_verify(context, AskForOne, &TakeAny);
            return;
        }
        var store = LibSsl.SSL_CTX_get_cert_store(context);
        var count = PemReader.Certificates(options.Authorities, "trusted authorities", certificate =>
        {
            if (LibSsl.X509_STORE_add_cert(store, certificate) != 1) throw new TlsException($"trusted authorities: {OpenSsl.TakeError()}");
            if (options.AdvertisesAuthorities && LibSsl.SSL_CTX_add_client_CA(context, certificate) != 1) throw new TlsException($"trusted authorities: {OpenSsl.TakeError()}");
        });
        if (count == 0) throw new TlsException("Clients are to be verified, and there is no authority to trust");
        LibSsl.SSL_CTX_set_verify(context, AskForOne | FailWithoutOne, options.IgnoresExpiry ? &TakeExpired : null);
    }

    [UnmanagedCallersOnly]
    private static int TakeAny(int isGood, nint context) => 1;

    [UnmanagedCallersOnly]
    private static int TakeExpired(int isGood, nint context)
    {
        if (isGood == 1 || LibSsl.X509_STORE_CTX_get_error(context) != Expired) return isGood;
        LibSsl.X509_STORE_CTX_set_error(context, 0);
        return 1;
    }
}
