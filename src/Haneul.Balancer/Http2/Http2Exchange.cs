using System.Buffers;
using System.Buffers.Text;

namespace Haneul.Balancer.Http2;

/// <summary>A request on a stream: to the rules, to targets and in logs it is what a request of HTTP/1.1 is.</summary>
internal sealed class Http2Exchange(Http2Front front) : Http2Stream, IFront
{
    private Exchange? _exchange;
    private UnsentBody _unsent;
    private bool _isChunked;
    private bool _isSent;
    private int _unused;

    private Worker Worker => front.Worker;

    public bool IsBlocked => _unsent.IsWaiting || front.IsFull;

    public bool TakesChunks => false;

    public void Begin(FieldList fields, bool ends)
    {
        var (head, listener) = (Worker.Request, front.Point.Current);
        var exchange = _exchange = Worker.Rent();
        exchange.Begin(this, listener);
        var writer = new HeadWriter(Worker.Scratch.AsSpan(Worker.HeadRoom));
        if (!RequestLines.TryWrite(ref writer, fields, ends, out _isChunked) || !RequestParser.Parse(Worker.Scratch, Worker.HeadRoom, writer.Length, head))
        {
            Answer(400, null, null);
            return;
        }
        exchange.Record.ReceivedBytes = writer.Length;
        if (listener.AccessLog is not null) exchange.Text.Take(head, listener, isHttp2: true);
        (exchange.IsHead, exchange.IsIdempotent) = (head.IsHead, Http1Front.IsIdempotent(head.Method));
        (exchange.IsHttp2, exchange.IsGrpc) = (true, GrpcAnswers.IsGrpc(fields));
        _isSent = ends || head.Framing == Framing.None;
        if (Routing.Refuses(head, listener) is not 0 and var refusal)
        {
            Answer(refusal, null, head.Refusal == 0 ? head : null);
            return;
        }
        exchange.IsOnce = head.Reason != ClassificationReason.None && Desync.ClosesAfter(listener.Desync, Desync.ClassOf(head.Reason));
        Route(exchange, head, listener, _isSent);
    }

    /// <param name="exchange">This one's.</param>
    /// <param name="head">Stands in the scratch.</param>
    /// <param name="listener">That it began with.</param>
    /// <param name="isWhole">There is no body.</param>
    private void Route(Exchange exchange, RequestHead head, ServedListener listener, bool isWhole)
    {
        var decision = Routing.Decide(Worker, head, exchange, listener, front.Client);
        if (decision.Errand is { } errand)
        {
            exchange.Wait(errand, head.Bytes, isWhole);
            return;
        }
        if (decision.Status != 0 || decision.Action is null)
        {
            Answer(decision.Status, decision.Action, head);
            return;
        }
        _isChunked &= exchange.Pool is { Version: TargetVersion.Http1 };
        var length = Routing.WriteHead(Worker, head, listener, decision.Action, front.ClientText, front.ClientPort, front.Secured?.Lines, exchange);
        if (length == 0) Answer(500, null, head);
        else exchange.Send(decision.Chosen, Worker.Out.AsSpan(0, length), isWhole);
    }

    public void Resume(ReadOnlySpan<byte> request, bool isWhole)
    {
        if (_exchange is not { Listener: { } listener } exchange) return;
        var head = Worker.Request;
        var length = request.IndexOf("\r\n\r\n"u8) + 4;
        request[..length].CopyTo(Worker.Scratch.AsSpan(Worker.HeadRoom));
        RequestParser.Parse(Worker.Scratch, Worker.HeadRoom, length, head);
        var body = request[length..];
        var wasChunked = _isChunked;
        Route(exchange, head, listener, isWhole && body.IsEmpty);
        if (_exchange is null) return;
        if (wasChunked && !_isChunked) SendWithoutChunks(exchange, body, isWhole);
        else if (!body.IsEmpty) exchange.SendBody(body, isWhole);
        if (!exchange.IsBlocked) GiveBack();
    }

    /// <summary>What came before it was known that the target speaks HTTP/2.</summary>
    private static void SendWithoutChunks(Exchange exchange, ReadOnlySpan<byte> body, bool isWhole)
    {
        var chunks = new ChunkScan();
        while (!body.IsEmpty && !chunks.IsDone)
        {
            var taken = chunks.Take(body, stopsAtData: true, out var from, out var length);
            if (length > 0) exchange.SendBody(body.Slice(from, length), ends: false);
            body = body[taken..];
        }
        if (isWhole) exchange.SendBody(default, ends: true);
    }

    /// <summary>More of the request's body. What the target has not taken yet is not asked for again.</summary>
    public void Take(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (_exchange is not { } exchange || _isSent)
        {
            front.Http2.Consumed(this, bytes.Length);
            return;
        }
        exchange.Record.ReceivedBytes += bytes.Length;
        _isSent = ends;
        if (_isChunked) exchange.SendBody(InChunks(bytes, ends), ends);
        else exchange.SendBody(bytes, ends);
        _unused += bytes.Length;
        if (!exchange.IsBlocked) GiveBack();
    }

    /// <summary>RFC 9112, section 7.1. Trailers go to no target of HTTP/1.1.</summary>
    private ReadOnlySpan<byte> InChunks(ReadOnlySpan<byte> bytes, bool ends)
    {
        var writer = new HeadWriter(Worker.Out);
        if (!bytes.IsEmpty)
        {
            Span<byte> size = stackalloc byte[8];
            Utf8Formatter.TryFormat(bytes.Length, size, out var digits, new StandardFormat('x'));
            writer.Put(size[..digits]);
            writer.Put("\r\n"u8);
            writer.Put(bytes);
            writer.Put("\r\n"u8);
        }
        if (ends) writer.Put("0\r\n\r\n"u8);
        return Worker.Out.AsSpan(0, writer.Length);
    }

    /// <summary>The last of the request. To a target of HTTP/1.1 it is its end alone.</summary>
    public void TakeTrailers(FieldList fields)
    {
        if (_isSent || _exchange is not { Call: not null } exchange)
        {
            Take(default, ends: true);
            return;
        }
        _isSent = true;
        exchange.SendTrailers(fields);
    }

    private void GiveBack()
    {
        var count = _unused;
        _unused = 0;
        front.Http2.Consumed(this, count);
        front.Gather();
    }

    public void TargetDrained() => GiveBack();

    public void Interim(ResponseHead head) => SendHead(head, head.Status == 100 ? AnswerSettings.Plain : _exchange?.Listener?.Answer ?? AnswerSettings.Plain, default, Worker.Out, ends: false);

    public void Answer(ResponseHead head, int bodyFrom, int bodyLength, bool ends)
    {
        if (_exchange is not { Listener: { } listener } exchange) return;
        var headLength = SendHead(head, listener.Answer, StickyRouting.Lines(Worker, exchange, head), Worker.Out, ends && bodyLength == 0);
        exchange.Record.SentBytes += headLength + bodyLength;
        if (bodyLength > 0) Give(Worker.Scratch.AsSpan(bodyFrom, bodyLength), ends);
    }

    public void Body(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (_exchange is { } exchange) exchange.Record.SentBytes += bytes.Length;
        Give(bytes, ends);
    }

    public void Trailers(FieldList fields)
    {
        var writer = new HpackWriter(Worker.Out);
        TrailerFields.ToClient(ref writer, fields);
        if (writer.Length == 0)
        {
            Body(default, ends: true);
            return;
        }
        if (_exchange is { } exchange) exchange.Record.SentBytes += writer.Length;
        _unsent.SendTrailers(front.Http2, this, writer.Written);
        front.Gather();
    }

    /// <summary>Never asked for on a stream, so a target that does it is wrong.</summary>
    public void Switch(ResponseHead head, ReadOnlySpan<byte> rest) => Cut();

    public void Fail(int status) => Answer(status, null, null);

    public void Cut()
    {
        var error = _exchange?.CutError ?? Http2Error.Internal;
        _exchange?.Abandon();
        EndExchange();
        front.Http2.Reset(this, error);
        _unsent.Drop();
        front.Gather();
    }

    public void Finished() => EndExchange();

    /// <summary>The client is gone, or has given the request up.</summary>
    public void Left()
    {
        if (_exchange is { } exchange)
        {
            if (exchange.Record.Status == 0) exchange.Record.Status = 460;
            exchange.Abandon();
            EndExchange();
        }
        _unsent.Drop();
    }

    /// <summary>The client has sent nothing of its body for too long.</summary>
    public void RefuseSlowBody()
    {
        if (_exchange is { Errand.IsBlocked: true }) return;
        if (_exchange is { HasAnswer: false }) Answer(408, null, null);
        else Cut();
    }

    /// <summary>The windows are open again.</summary>
    public void GoOn()
    {
        var isSent = _unsent.GoOn(front.Http2, this);
        front.Gather();
        if (isSent) FrontDrained();
    }

    /// <summary>The connection takes more.</summary>
    public void FrontDrained()
    {
        if (!IsBlocked) _exchange?.FrontDrained();
    }

    /// <summary>An answer of the balancer's own, made as for HTTP/1.1 and then told in fields.</summary>
    private void Answer(int status, ServedAction? action, RequestHead? head)
    {
        if (_exchange is not { Listener: { } listener } exchange) return;
        exchange.Record.Status = status;
        var length = exchange.IsGrpc && action is not ({ Fixed: not null } or { Redirect: not null })
            ? GrpcAnswers.Write(Worker, status, listener.Answer)
            : Routing.WriteAnswer(Worker, status, action, exchange.IsHead && head is null ? Worker.HeadOnly : head, listener, front.Client, keepsAlive: true, exchange.Admission);
        exchange.Record.SentBytes += length;
        var own = Worker.Response;
        var headLength = own.Parse(Worker.Out, 0, length, exchange.IsHead);
        SendHead(own, AnswerSettings.Plain, default, Worker.Scratch, ends: length == headLength);
        if (length > headLength) Give(Worker.Out.AsSpan(headLength, length - headLength), ends: true);
        exchange.Abandon();
        EndExchange();
    }

    /// <param name="head">What is told.</param>
    /// <param name="settings">What is put to it.</param>
    /// <param name="extra">More lines, each with its CR LF: cookies.</param>
    /// <param name="room">Where it is written to: not where it stands.</param>
    /// <param name="ends">Nothing follows.</param>
    /// <returns>How long it became.</returns>
    private int SendHead(ResponseHead head, AnswerSettings settings, ReadOnlySpan<byte> extra, Span<byte> room, bool ends)
    {
        var writer = new HpackWriter(room);
        AnswerFields.Write(ref writer, head, settings, extra);
        front.Http2.SendHead(this, writer.Written, ends);
        front.Gather();
        return writer.Length;
    }

    private void Give(ReadOnlySpan<byte> bytes, bool ends)
    {
        _unsent.Send(front.Http2, this, bytes, ends);
        front.Gather();
    }

    private void EndExchange()
    {
        if (_exchange is not { } exchange) return;
        _exchange = null;
        Worker.Recorded(exchange);
        if (exchange.Text.IsTaken) front.Log.Write(Worker, exchange);
        exchange.Release();
    }
}
