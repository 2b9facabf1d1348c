namespace Haneul.Balancer;

/// <content>What goes to the client, and how the connection ends.</content>
internal sealed partial class Http1Front
{
    bool IFront.IsBlocked => HasPending;

    bool IFront.TakesChunks => !_isVersion10;

    void IFront.Interim(ResponseHead head)
    {
        if (_isVersion10) return;
        Give(head.Bytes);
    }

    void IFront.Answer(ResponseHead head, int bodyFrom, int bodyLength, bool ends)
    {
        if (_exchange is not { Listener: { } listener } exchange) return;
        var isDecoded = _isVersion10 && head.Framing == Framing.Chunked;
        // A client that still sends must not take what follows on this connection for an answer to its next request.
        _keepsAlive &= head.Framing != Framing.Close && !isDecoded && _state == State.Waiting;
        exchange.Record.SentBytes += bodyLength;
        var cookies = StickyRouting.Lines(_worker, exchange, head);
        if (cookies.IsEmpty && AnsweredHead.IsNeedless(head, listener.Answer, _keepsAlive) && !isDecoded)
        {
            Give(_worker.Scratch.AsSpan(bodyFrom - head.Length, head.Length + bodyLength));
            return;
        }
        var writer = new HeadWriter(_worker.Out);
        AnsweredHead.Write(ref writer, head, listener.Answer, _keepsAlive, isDecoded, cookies);
        exchange.Record.SentBytes += writer.Length;
        var from = bodyFrom - writer.Length;
        if (from < 0)
        {
            Give(writer.Written);
            Give(_worker.Scratch.AsSpan(bodyFrom, bodyLength));
            return;
        }
        // The new head stands right before the body: one send for both.
        writer.Written.CopyTo(_worker.Scratch.AsSpan(from));
        Give(_worker.Scratch.AsSpan(from, writer.Length + bodyLength));
    }

    void IFront.Body(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (_exchange is not { } exchange) return;
        exchange.Record.SentBytes += bytes.Length;
        ExpireIn(_point.Current.IdleMs);
        Give(bytes);
    }

    void IFront.Switch(ResponseHead head, ReadOnlySpan<byte> rest)
    {
        if (_exchange is not { Listener: { } listener } exchange) return;
        var writer = new HeadWriter(_worker.Out);
        AnsweredHead.Write(ref writer, head, listener.Answer, keepsAlive: true, isDecoded: false, StickyRouting.Lines(_worker, exchange, head));
        writer.Put(rest);
        _state = State.Tunnel;
        _keepsAlive = false;
        Give(writer.Written);
        if (IsClosed) return;
        SendStashed();
        if (MayRead) Loop.Defer(this);
    }

    /// <summary>What the client sent before it knew of the switch belongs to the tunnel.</summary>
    private void SendStashed()
    {
        if (_stashed == 0) return;
        _exchange?.SendBody(_stash.AsSpan(0, _stashed), ends: false);
        DropStash();
    }

    /// <summary>The request waits for something that is not its client's doing, and no more of it is read.</summary>
    private bool IsHeld => _exchange is { Errand.IsBlocked: true };

    void IFront.Resume(ReadOnlySpan<byte> request, bool isWhole)
    {
        if (_exchange is not { Listener: { } listener } exchange) return;
        var head = _worker.Request;
        request.CopyTo(_worker.Scratch.AsSpan(Worker.HeadRoom));
        RequestParser.Parse(_worker.Scratch, Worker.HeadRoom, request.Length, head);
        Route(exchange, head, listener, Worker.HeadRoom + head.Length, request.Length - head.Length, isWhole);
    }

    void IFront.Fail(int status)
    {
        _keepsAlive &= _state == State.Waiting;
        Answer(status, null, null);
    }

    void IFront.Cut() => End(reset: _state != State.Tunnel && !_isBroken);

    void IFront.Finished()
    {
        if (_isBroken) ClientLeft();
        else Done();
    }

    void IFront.TargetDrained()
    {
        if (_state == State.Body) ReadBody();
        else if (_state == State.Tunnel && MayRead) ReadTunnel();
    }

    /// <summary>An answer of the balancer's own, and the end of the request.</summary>
    private void Answer(int status, ServedAction? action, RequestHead? head)
    {
        if (_exchange is not { Listener: { } listener } exchange) return;
        _keepsAlive &= _state == State.Waiting;
        exchange.Record.Status = status;
        var length = Routing.WriteAnswer(_worker, status, action, exchange.IsHead && head is null ? _worker.HeadOnly : head, listener, Client, _keepsAlive, exchange.Admission);
        exchange.Record.SentBytes += length;
        Give(_worker.Out.AsSpan(0, length));
        if (IsClosed || _exchange is null) return;
        exchange.Abandon();
        Done();
    }

    /// <summary>Remembers that the client is gone instead of closing in the middle of what the target's connection does.</summary>
    private void Give(ReadOnlySpan<byte> bytes)
    {
        if (_isBroken) return;
        if (Send(bytes)) return;
        _isBroken = true;
        Loop.Defer(this);
    }

    /// <summary>The request has been answered.</summary>
    private void Done()
    {
        EndExchange();
        if (_isBroken)
        {
            Close();
        }
        else if (_keepsAlive)
        {
            _state = State.Head;
            ExpireIn(_point.Current.IdleMs);
            if (!HasPending && (_stashed > 0 || MayRead)) Loop.Defer(this);
            else Watch();
        }
        else
        {
            Linger();
        }
    }

    /// <summary>
    /// Closes so that the answer arrives: closing a socket with unread bytes would reset it (RFC 9112, section 9.6). First no more is sent, then what comes is read away for a while.
    /// </summary>
    private void Linger()
    {
        var mayComeMore = _state == State.Body || _stashed > 0 || MayRead;
        _state = State.Lingering;
        DropStash();
        ExpireIn(HasPending ? _point.Current.IdleMs : LingerMs);
        Watch();
        if (HasPending) return;
        if (!mayComeMore)
        {
            Close();
            return;
        }
        EndSending();
        Discard();
    }

    private void Discard()
    {
        for (var reads = 0; reads < ReadsInOneGo; reads++)
        {
            var count = Receive(_worker.Scratch);
            if (count == Haneul.Io.Received.Blocked) return;
            if (count > 0) continue;
            if (!HasPending) Close();
            return;
        }
        Loop.Defer(this);
    }

    protected override void OnDrained()
    {
        switch (_state)
        {
            case State.Lingering: Linger(); break;
            case State.Head: Serve(); break;
            default:
                ExpireIn(_point.Current.IdleMs);
                _exchange?.FrontDrained();
                break;
        }
    }

    protected override void OnBroken(int code)
    {
        if (_exchange is null) Close();
        else ClientLeft();
    }

    /// <summary>A client that ends its side while it waits has gone, as AWS sees it: 460.</summary>
    protected override void OnPeerEnded()
    {
        if ((_state == State.Waiting || IsHeld) && _exchange is { HasAnswer: false }) ClientLeft();
    }

    protected override void Expired()
    {
        switch (_state)
        {
            case State.Head when _stashed == 0: Close(); break;
            case State.Head: RefuseSlowHead(); break;
            case State.Body when IsHeld: ExpireIn(_point.Current.IdleMs); break;
            case State.Body when _exchange is { HasAnswer: false }: RefuseSlowBody(); break;
            case State.Waiting when !HasPending: ExpireIn(_point.Current.IdleMs); break;
            case State.Lingering: Close(reset: HasPending); break;
            default: End(reset: _state != State.Tunnel); break;
        }
    }

    private void RefuseSlowHead()
    {
        var exchange = _exchange = _worker.Rent();
        exchange.Begin(this, _point.Current);
        _keepsAlive = false;
        Answer(408, null, null);
    }

    private void RefuseSlowBody()
    {
        _exchange?.Abandon();
        _keepsAlive = false;
        Answer(408, null, null);
    }

    private void RefuseBody(Exchange exchange)
    {
        exchange.Abandon();
        _keepsAlive = false;
        if (exchange.HasAnswer) End(reset: true);
        else Answer(400, null, null);
    }

    /// <summary>The client is gone before its answer was whole.</summary>
    private void ClientLeft()
    {
        if (_exchange is { } exchange && exchange.Record.Status == 0) exchange.Record.Status = 460;
        End(reset: false);
    }

    private void End(bool reset)
    {
        _exchange?.Abandon();
        EndExchange();
        Close(reset);
    }

    private void EndExchange()
    {
        if (_exchange is not { } exchange) return;
        _exchange = null;
        _worker.Recorded(exchange);
        if (exchange.Text.IsTaken) (_log ??= new ClientLog(ClientText(), _client.Port, Secured, isHttp2: false, TraceId)).Write(_worker, exchange);
        exchange.Release();
    }

    private void Close(bool reset = false)
    {
        if (IsClosed) return;
        _point.Current.Counts.Closed();
        DropStash();
        Disconnect(reset);
    }
}
