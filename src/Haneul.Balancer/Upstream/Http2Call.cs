using System.Buffers;

namespace Haneul.Balancer.Http2;

/// <summary>A request on its stream to a target, and the answer: what <see cref="TargetConnection"/> is to HTTP/1.1. It waits without a stream until its connection can open one.</summary>
/// <param name="target">The connection.</param>
/// <param name="exchange">Whose request it is.</param>
/// <param name="isWhole">No body follows the head.</param>
/// <param name="isReused">The connection was there before: it may have ended before the target saw this.</param>
internal sealed class Http2Call(Http2Target target, Exchange exchange, bool isWhole, bool isReused) : Http2Stream
{
    private Exchange? _exchange = exchange;
    private byte[]? _head;
    private int _headLength;
    private UnsentBody _unsent;
    private int _unused;
    private bool _isHeard;
    private bool _isBodyless;
    private long _movedMs = target.Loop.NowMs;

    private bool IsOpen => Id != 0;

    /// <summary>What it was given has not gone yet.</summary>
    public bool IsBlocked => _unsent.IsWaiting || target.IsFull;

    /// <summary>When nothing has moved for too long.</summary>
    public long DueMs => _movedMs + (_exchange?.Listener?.IdleMs ?? Worker.DefaultIdleMs);

    /// <summary>When it was last sent something of.</summary>
    public long MovedMs => _movedMs;

    /// <summary>Keeps the head until there is a stream for it.</summary>
    public void Hold(ReadOnlySpan<byte> head)
    {
        _head = ArrayPool<byte>.Shared.Rent(head.Length);
        head.CopyTo(_head);
        _headLength = head.Length;
    }

    public void Start()
    {
        Start(_head.AsSpan(0, _headLength));
        DropHead();
        if (_unsent.GoOn(target.Http2, this)) Drained();
    }

    public void Start(ReadOnlySpan<byte> head)
    {
        if (!target.Http2.TryOpen(this)) throw new InvalidOperationException("a stream is opened where there is room for one");
        _movedMs = target.Loop.NowMs;
        var writer = new HpackWriter(target.Worker.Scratch);
        RequestFields.Write(ref writer, head, target.IsTls);
        target.Http2.SendHead(this, writer.Written, isWhole);
        target.Gather();
    }

    /// <summary>More of the request's body.</summary>
    public void SendBody(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (_exchange is null) return;
        _movedMs = target.Loop.NowMs;
        if (!IsOpen)
        {
            _unsent.Hold(bytes, ends);
            return;
        }
        _unsent.Send(target.Http2, this, bytes, ends);
        target.Gather();
    }

    /// <summary>The last of the request.</summary>
    public void SendTrailers(FieldList fields)
    {
        if (_exchange is not { Listener: { } listener }) return;
        _movedMs = target.Loop.NowMs;
        var writer = new HpackWriter(target.Worker.Out);
        TrailerFields.ToTarget(ref writer, fields, listener.Forward.OwnNames);
        // A block of nothing is no trailers: the body's end is said instead.
        if (writer.Length == 0)
        {
            SendBody(default, ends: true);
            return;
        }
        if (!IsOpen) _unsent.HoldTrailers(writer.Written);
        else _unsent.SendTrailers(target.Http2, this, writer.Written);
        target.Gather();
    }

    /// <summary>The windows are open again.</summary>
    public void GoOn()
    {
        if (!_unsent.GoOn(target.Http2, this)) return;
        _movedMs = target.Loop.NowMs;
        target.Gather();
        Drained();
    }

    /// <summary>More can be sent.</summary>
    public void Drained()
    {
        if (!IsBlocked && _exchange is { IsSent: false, Front: { } front }) front.TargetDrained();
    }

    /// <summary>The client takes more of the answer.</summary>
    public void FrontDrained()
    {
        if (_unused == 0 || _exchange is null) return;
        var count = _unused;
        _unused = 0;
        target.Http2.Consumed(this, count);
        target.Gather();
    }

    /// <summary>A head of the answer, interim or not.</summary>
    public void Take(FieldList fields, bool ends)
    {
        if (_exchange is not { Front: { } front } exchange) return;
        var (worker, head) = (target.Worker, target.Worker.Response);
        _movedMs = target.Loop.NowMs;
        var writer = new HeadWriter(worker.Scratch.AsSpan(Worker.HeadRoom));
        AnswerLines.Write(ref writer, fields);
        if (head.Parse(worker.Scratch, Worker.HeadRoom, writer.Length, exchange.IsHead) != writer.Length)
        {
            Fail(TargetFailure.Malformed);
            return;
        }
        if (head.Status < 200)
        {
            front.Interim(head);
            return;
        }
        _isHeard = true;
        _isBodyless = head.Framing == Framing.None;
        exchange.HasAnswer = true;
        exchange.Record.Answered(worker, head.Status);
        front.Answer(head, Worker.HeadRoom + writer.Length, 0, ends);
        if (ends) End();
    }

    /// <summary>More of the answer's body. What the client has not taken is not asked for again: no more than a window of it waits.</summary>
    public void Take(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (_exchange is not { Front: { } front }) return;
        if (_isBodyless && !bytes.IsEmpty)
        {
            Fail(TargetFailure.Malformed);
            return;
        }
        _movedMs = target.Loop.NowMs;
        _unused += bytes.Length;
        if (!bytes.IsEmpty || ends) front.Body(bytes, ends);
        if (ends) End();
        else if (!front.IsBlocked) FrontDrained();
    }

    public void TakeTrailers(FieldList fields)
    {
        if (_exchange is not { Front: { } front }) return;
        front.Trailers(fields);
        End();
    }

    /// <summary>The stream is over before its end: the target, or what it did, ended it.</summary>
    public void Closed(Http2Error error)
    {
        // What the target means for the client; all else is between the target and us.
        if (_exchange is { } exchange && error is (Http2Error.Cancel or Http2Error.EnhanceYourCalm)) exchange.CutError = error;
        Fail(error == Http2Error.RefusedStream && !_isHeard ? TargetFailure.StreamRefused : TargetFailure.StreamReset);
    }

    /// <summary>Its connection cannot take it.</summary>
    public void Refused() => Fail(TargetFailure.StreamRefused);

    /// <summary>The connection is gone.</summary>
    public void Lost(TargetFailure failure) => Fail(failure);

    /// <summary>Nothing has moved for too long; false where that is not the target's doing: the client is slow, and its own connection measures that.</summary>
    public bool TryExpire()
    {
        if (_exchange is not { } exchange) return true;
        var isClients = exchange.HasAnswer ? exchange.Front is { IsBlocked: true } : !exchange.IsSent && !_unsent.IsWaiting;
        if (isClients) _movedMs = target.Loop.NowMs;
        else Fail(TargetFailure.Timeout);
        return !isClients;
    }

    /// <summary>Nobody waits for its answer any more.</summary>
    public void Abandon()
    {
        _exchange = null;
        GiveUp(Http2Error.Cancel);
    }

    /// <summary>The answer is whole. A target that wanted no more of the request is not sent the rest of it.</summary>
    private void End()
    {
        if (_exchange is not { } exchange) return;
        var front = exchange.Front;
        _exchange = null;
        GiveUp(Http2Error.Cancel);
        exchange.Ended();
        front?.Finished();
    }

    private void Fail(TargetFailure failure)
    {
        var exchange = _exchange;
        _exchange = null;
        GiveUp(failure == TargetFailure.Malformed ? Http2Error.Protocol : Http2Error.Cancel);
        exchange?.Failed(failure, isReused && !_isHeard);
    }

    /// <summary>Where both sides have said all, there is nothing to give up.</summary>
    private void GiveUp(Http2Error error)
    {
        _unsent.Drop();
        DropHead();
        if (!IsOpen) target.Forget(this);
        else if (!IsLocalEnded || !IsRemoteEnded) target.Http2.Reset(this, error);
        target.Ended();
    }

    private void DropHead()
    {
        if (_head is not null) ArrayPool<byte>.Shared.Return(_head);
        _head = null;
    }
}
