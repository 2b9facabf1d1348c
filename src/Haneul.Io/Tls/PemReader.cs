using System.Text;

namespace Haneul.Io.Tls;

/// <summary>PEM (RFC 7468) into OpenSSL's objects. Whoever reads one frees it.</summary>
internal static unsafe class PemReader
{
    /// <summary>Of a chain, or of a bundle of authorities: AWS's trust stores hold at most 10,000.</summary>
    private const int MostCertificates = 10_000;

    /// <summary>All certificates of a text, each handed to <paramref name="use"/> and freed after.</summary>
    /// <returns>How many there were.</returns>
    public static int Certificates(string pem, string of, Action<nint> use)
    {
        var bytes = Encoding.UTF8.GetBytes(pem);
        fixed (byte* start = bytes)
        {
            var bio = Open(start, bytes.Length);
            try
            {
                for (var count = 0; count < MostCertificates; count++)
                {
                    var certificate = LibSsl.PEM_read_bio_X509(bio, 0, 0, 0);
                    if (certificate == 0)
                    {
                        // The end of the text is an error to OpenSSL too: what is left must hold no further one.
                        var reason = OpenSsl.TakeError();
                        return reason == "no start line" ? count : throw new TlsException($"{of}: certificate {count + 1} cannot be read: {reason}");
                    }
                    try
                    {
                        use(certificate);
                    }
                    finally
                    {
                        LibSsl.X509_free(certificate);
                    }
                }
                throw new TlsException($"{of}: more than {MostCertificates} certificates");
            }
            finally
            {
                _ = LibSsl.BIO_free(bio);
            }
        }
    }

    public static nint PrivateKey(string pem, string of)
    {
        var bytes = Encoding.UTF8.GetBytes(pem);
        fixed (byte* start = bytes)
        {
            var bio = Open(start, bytes.Length);
            try
            {
                var key = LibSsl.PEM_read_bio_PrivateKey(bio, 0, &NoPassword, 0);
                return key != 0 ? key : throw new TlsException($"{of}: the private key cannot be read: {OpenSsl.TakeError()}");
            }
            finally
            {
                _ = LibSsl.BIO_free(bio);
                Array.Clear(bytes);
            }
        }
    }

    // OpenSSL would ask at the terminal.
    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static int NoPassword(byte* into, int length, int isWriting, nint argument) => 0;

    private static nint Open(byte* start, int length)
    {
        byte nothing = 0;
        var bio = LibSsl.BIO_new_mem_buf(length == 0 ? &nothing : start, length);
        return bio != 0 ? bio : throw new OutOfMemoryException("BIO_new_mem_buf");
    }
}
