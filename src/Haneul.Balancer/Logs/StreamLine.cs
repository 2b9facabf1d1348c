using System.Globalization;
using System.Net;
using System.Text;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>A TLS connection of a network balancer, for its access log: begun when it is accepted, written when it is over. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html#access-log-entry-format</summary>
internal sealed class StreamLine(Worker worker, ServedStream served)
{
    private readonly DateTimeOffset _created = worker.Loop.Wall;
    private readonly long _bornMs = worker.Loop.NowMs;
    private string _handshake = "-";
    private string _secured = "- - - - - - - -";
    private string _creation = "-";

    /// <summary>The handshake is done.</summary>
    public void Secured(TlsSession session)
    {
        _handshake = (worker.Loop.NowMs - _bornMs).ToString(CultureInfo.InvariantCulture);
        _creation = Time(worker.Loop.Wall);
        var agreed = session.AgreedProtocol.IsEmpty ? "-" : Encoding.ASCII.GetString(session.AgreedProtocol);
        var protocol = session.Protocol switch { "TLSv1.3" => "tlsv13", "TLSv1.2" => "tlsv12", "TLSv1.1" => "tlsv11", _ => "tlsv1" };
        _secured = $"{session.CertificateName ?? "-"} - {session.Cipher} {protocol} {session.Group ?? "-"} {session.ServerName ?? "-"} {agreed} -";
    }

    /// <summary>It is over.</summary>
    /// <param name="relay">Who it was, and how much passed.</param>
    public void End(StreamRelay relay)
    {
        if (served.AccessLog is not { } log) return;
        var (at, lasted) = (worker.Loop.Wall, worker.Loop.NowMs - _bornMs);
        var line = $"tls 2.0 {Time(at)} {served.LogName} {served.ListenerId} {Ends(relay.From)} {Ends(relay.At)} {lasted} {_handshake} {relay.ReceivedBytes} {relay.SentBytes} - {_secured} - {(_creation == "-" ? Time(_created) : _creation)}\n";
        log.Wrote(worker, Encoding.ASCII.GetBytes(line, log.Room(worker)));
    }

    private static string Ends(IPEndPoint end) => $"{end.Address}:{end.Port}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
