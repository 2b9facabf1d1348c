using System.Globalization;
using System.Net;
using System.Text;
using Haneul.Io;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>A line of a connection log: who came to an application balancer, and what became of the handshake. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html#connection-log-entry-format</summary>
internal static class ConnectionLine
{
    /// <summary>Puts the line into the listener's log, where it has one.</summary>
    /// <param name="worker">Of the connection's loop.</param>
    /// <param name="listener">Where it was accepted.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="traceId">32 digits; lines of its requests have the same.</param>
    /// <param name="session">Of TLS; null: the listener speaks without.</param>
    /// <param name="handshakeMs">How long the handshake took.</param>
    public static void Put(Worker worker, ServedListener listener, in KernelAddress client, byte[] traceId, TlsSession? session, long handshakeMs)
    {
        if (listener.ConnectionLog is not { } log) return;
        var time = worker.Loop.Wall.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var line = $"{time} {new IPAddress(client.Bytes)} {client.Port} {listener.Key.At.Port} {Secured(session, handshakeMs)} TID_{Encoding.ASCII.GetString(traceId)} {session?.Group ?? "-"}\n";
        // Names in certificates are as long as their owners like.
        log.Wrote(worker, line.Length <= LogFile.LongestLine ? Encoding.ASCII.GetBytes(line, log.Room(worker)) : 0);
    }

    private static string Secured(TlsSession? session, long handshakeMs)
    {
        if (session is null) return "- - - \"-\" - - -";
        var leaf = session.PeerCertificates() is [var own, ..] ? LeafCertificate.Read(own) : null;
        var (protocol, cipher) = session.Cipher.Length > 0 ? (session.Protocol, session.Cipher) : ("-", "-");
        var took = session.IsEstablished ? (handshakeMs / 1000m).ToString("0.000", CultureInfo.InvariantCulture) : "-";
        return $"{protocol} {cipher} {took} \"{leaf?.Subject ?? "-"}\" {leaf?.Validity ?? "-"} {leaf?.Serial ?? "-"} {(session.IsEstablished ? "Success" : $"Failed:{Reason(session.VerifyError)}")}";
    }

    /// <summary>From X509_STORE_CTX_get_error(3) to AWS's words.</summary>
    public static string Reason(int verifyError) => verifyError switch
    {
        0 => "UnmappedConnectionError",
        9 => "ClientCertNotYetValid",
        10 => "ClientCertExpired",
        2 or 18 or 19 or 20 or 21 or 27 => "ClientCertUntrusted",
        22 => "ClientCertMaxChainDepthExceeded",
        23 => "ClientCertCrlHit",
        26 => "ClientCertPurposeInvalid",
        28 => "ClientCertRejected",
        _ => "ClientCertInvalid",
    };
}
