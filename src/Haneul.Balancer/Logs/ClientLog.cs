using System.Text;

namespace Haneul.Balancer;

/// <summary>Writes the log lines of one client's connection: what they say of it is the same in all.</summary>
internal sealed class ClientLog(byte[] address, int port, SecureFacts? secured, bool isHttp2, byte[]? traceId)
{
    private readonly byte[] _traceId = traceId ?? NewTraceId();

    /// <summary>Of a connection: 32 digits.</summary>
    public static byte[] NewTraceId() => Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"));

    public void Write(Worker worker, Exchange exchange)
    {
        if (exchange.Listener is not { AccessLog: { } log } listener) return;
        var client = new AccessClient
        {
            Address = address,
            Port = port,
            Cipher = secured is null ? "-"u8 : secured.CipherText,
            Protocol = secured is null ? "-"u8 : secured.ProtocolText,
            Domain = secured is null ? "-"u8 : secured.DomainText,
            Certificate = secured is null ? "-"u8 : secured.CertificateText,
            IsHttp2 = isHttp2,
            TraceId = _traceId,
        };
        log.Wrote(worker, AccessLine.Write(log.Room(worker), worker, exchange, listener, client));
    }
}
