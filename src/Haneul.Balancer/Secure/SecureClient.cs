using Haneul.Balancer.Http2;
using Haneul.Io;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>A client's connection until its handshake is done: then the front of the protocol that was agreed upon goes on with it.</summary>
internal sealed class SecureClient : Connection
{
    /// <summary>A client that has not ended its handshake by then is left.</summary>
    private const long HandshakeMs = 10_000;

    private readonly Worker _worker;
    private readonly ListeningPoint _point;
    private readonly KernelAddress _client;
    private readonly ServedListener _listener;
    private readonly TlsLayer _layer;
    private readonly long _bornMs;

    public SecureClient(Worker worker, ListeningPoint point, int descriptor, in KernelAddress client, TlsServer server)
        : base(worker.Loop, descriptor)
    {
        (_worker, _point, _client, _listener, _bornMs) = (worker, point, client, point.Current, worker.Loop.NowMs);
        _layer = TlsLayer.Accept(this, server, worker.Outbox);
        Use(_layer);
    }

    public void Start()
    {
        ExpireIn(HandshakeMs);
        Watch();
    }

    protected override void OnConnected()
    {
        var traceId = TellOfConnection();
        var facts = new SecureFacts(_layer.Session, _layer.Session.CertificateName, _listener.Settings, _listener.OwnSettings, _listener.MutualMode);
        if (_layer.Session.AgreedProtocol.SequenceEqual("h2"u8))
        {
            var streams = new Http2Front(_worker, _point, _client, _bornMs) { Secured = facts, TraceId = traceId };
            HandOver(streams);
            streams.Start();
            return;
        }
        var front = new Http1Front(_worker, _point, -1, _client, _bornMs) { Secured = facts, TraceId = traceId };
        HandOver(front);
        front.Start();
    }

    protected override void OnReadable()
    {
    }

    protected override void OnDrained()
    {
    }

    protected override void OnBroken(int code)
    {
        _ = TellOfConnection();
        Disconnect();
    }

    protected override void Expired()
    {
        _ = TellOfConnection();
        Disconnect(reset: true);
    }

    /// <summary>To the connection log, where there is one: then lines of its requests have the same number, which is answered.</summary>
    private byte[]? TellOfConnection()
    {
        if (_listener.ConnectionLog is null) return null;
        var traceId = ClientLog.NewTraceId();
        ConnectionLine.Put(_worker, _listener, _client, traceId, _layer.Session, _worker.Loop.NowMs - _bornMs);
        return traceId;
    }
}
