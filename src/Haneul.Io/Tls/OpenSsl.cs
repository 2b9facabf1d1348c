using System.Runtime.InteropServices;
using System.Text;

namespace Haneul.Io.Tls;

/// <summary>Whether OpenSSL 3 is here, and what it last complained of. https://docs.openssl.org/3.0/man7/migration_guide/</summary>
public static unsafe class OpenSsl
{
    /// <summary>.NET uses the same library until the process ends: it must not be cleaned up before.</summary>
    private const ulong NoCleanUpAtExit = 0x80000;

    internal const string NoReason = "no reason given";

    private static readonly Lazy<string?> Found = new(Look);

    /// <summary>Why TLS cannot be spoken on this machine; null where it can.</summary>
    public static string? Missing => Found.Value;

    /// <summary>As <c>3.0.19</c>; empty where it is missing.</summary>
    public static string Version => Missing is not null ? "" : Written(LibSsl.OpenSSL_version_num());

    /// <summary>Throws what <see cref="Missing"/> says.</summary>
    internal static void Require()
    {
        if (Missing is { } why) throw new TlsException(why);
    }

    /// <summary>Takes the first error of this thread's queue, in OpenSSL's words, and empties the queue.</summary>
    internal static string TakeError()
    {
        var error = LibSsl.ERR_get_error();
        if (error == 0) return NoReason;
        const int Longest = 256;
        var text = stackalloc byte[Longest];
        LibSsl.ERR_error_string_n(error, text, Longest);
        LibSsl.ERR_clear_error();
        // error:0A000412:SSL routines::sslv3 alert bad certificate
        var words = Marshal.PtrToStringUTF8((nint)text) ?? "";
        return words[(words.LastIndexOf(':') + 1)..] is { Length: > 0 } reason ? reason : words;
    }

    private static string? Look()
    {
        foreach (var library in (string[])[LibSsl.Crypto, LibSsl.Ssl])
        {
            if (!NativeLibrary.TryLoad(library, out _)) return $"{library} is not installed: TLS needs OpenSSL 3";
        }
        var version = LibSsl.OpenSSL_version_num();
        if (version >> 28 < 3) return $"OpenSSL {Written(version)} is too old: TLS needs OpenSSL 3";
        return LibSsl.OPENSSL_init_ssl(NoCleanUpAtExit, 0) == 1 ? null : "OpenSSL cannot be started";
    }

    // 0xMNN00PP0: OpenSSL_version_num(3).
    private static string Written(ulong version) =>
        new StringBuilder().Append(version >> 28).Append('.').Append(version >> 20 & 0xff).Append('.').Append(version >> 4 & 0xff).ToString();
}

/// <summary>What TLS was asked to do and cannot: a certificate that cannot be read, ciphers that are unknown, a library that is missing.</summary>
public sealed class TlsException(string message) : Exception(message);
