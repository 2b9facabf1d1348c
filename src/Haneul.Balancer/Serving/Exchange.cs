using System.Buffers;
using System.Diagnostics;
using Haneul.Balancer.Http2;

namespace Haneul.Balancer;

/// <summary>
/// One request on its way to a target and back. It belongs to a front and has at most one connection, or one stream of HTTP/2, to a target at a time; it keeps what was sent as long as the request may have to be sent again.
/// </summary>
internal sealed class Exchange(Worker worker)
{
    /// <summary>A request that is larger, with what of its body was sent, is not sent again.</summary>
    private const int KeptLimit = 16 * 1024;

    private LoopTarget? _loop;
    private byte[]? _kept;
    private int _keptLength;
    private int _headLength;
    private int _attempts;

    public IFront? Front { get; private set; }

    public TargetConnection? Connection { get; private set; }

    /// <summary>What the request waits for; null: nothing but its target.</summary>
    public Errand? Errand { get; private set; }

    /// <summary>What authentication made of it; null where no rule asks for that, or has not yet.</summary>
    public Admission? Admission { get; set; }

    /// <summary>In place of a connection of its own, where the target is spoken to by HTTP/2.</summary>
    public Http2Call? Call { get; private set; }

    public ServedListener? Listener { get; private set; }

    public ServedTarget? Target { get; private set; }

    public ServedPool? Pool { get; set; }

    /// <summary>So long the client stays with the group; 0: it does not.</summary>
    public int GroupSeconds { get; set; }

    /// <summary>Names the target in cookies; 0: there is none.</summary>
    public ulong TargetKey => _loop?.Key ?? 0;

    /// <summary>Its neighbours among those that are with a target; the worker's.</summary>
    public Exchange? Older { get; set; }

    public Exchange? Newer { get; set; }

    public bool IsHead { get; set; }

    /// <summary>Doing it twice does what doing it once does (RFC 9110, section 9.2.2).</summary>
    public bool IsIdempotent { get; set; }

    public bool Upgrades { get; set; }

    /// <summary>The client speaks HTTP/2.</summary>
    public bool IsHttp2 { get; set; }

    public bool IsGrpc { get; set; }

    /// <summary>Told to a client of HTTP/2 whose answer breaks off.</summary>
    public Http2Error CutError { get; set; }

    /// <summary>The target's connection is not used again: the request was not quite clear.</summary>
    public bool IsOnce { get; set; }

    /// <summary>All of the request was given to the target's connection.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Something of the target's answer was given to the client.</summary>
    public bool HasAnswer { get; set; }

    public RequestRecord Record { get; } = new();

    public AccessText Text { get; } = new();

    public Worker Worker => worker;

    public bool IsBlocked => Connection is { IsBlocked: true } || Call is { IsBlocked: true } || Errand is { IsBlocked: true };

    public void Begin(IFront front, ServedListener listener)
    {
        Debug.Assert(Front is null && Connection is null && Errand is null, "an exchange has one request at a time");
        (Front, Listener, Target, Pool, Admission) = (front, listener, null, null, null);
        (IsHead, IsIdempotent, Upgrades, IsOnce, IsSent, HasAnswer, _attempts) = (false, false, false, false, false, false, 0);
        (IsHttp2, IsGrpc, CutError) = (false, false, Http2Error.Internal);
        Record.Begin(worker);
    }

    /// <summary>Sends the request's head, with what is there of its body (none of it to targets of HTTP/2), to that target. Answers that do not come at once come through the front.</summary>
    public void Send(in Chosen chosen, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        (IsSent, _headLength) = (isWhole, bytes.Length);
        if (Pool is { Function: { } function })
        {
            Record.Invoked(worker);
            Wait(new FunctionCall(function), bytes, isWhole);
            return;
        }
        if (bytes.Length <= KeptLimit)
        {
            _kept = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(_kept);
            _keptLength = bytes.Length;
        }
        Start(chosen, bytes);
    }

    /// <summary>Holds the request until that is done; what comes of it is told to the front.</summary>
    /// <param name="errand">What has to be done.</param>
    /// <param name="bytes">The request's head, with what is there of its body.</param>
    /// <param name="isWhole">That is all.</param>
    public void Wait(Errand errand, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        Errand = errand;
        errand.Begin(this, bytes, isWhole);
    }

    /// <summary>It is done.</summary>
    public void EndErrand() => Errand = null;

    private void Start(in Chosen chosen, ReadOnlySpan<byte> bytes)
    {
        var target = chosen.Target;
        (Target, _loop) = (target, chosen.Loop);
        worker.Began(this);
        target.State.Began();
        chosen.Loop.Outstanding++;
        Record.Sent(worker, target);
        if (target.Route.StreamsOf(worker) is { } streams)
        {
            StartCall(streams, target.Route, bytes);
            return;
        }
        for (var tries = 0; tries <= TargetRoute.MostKept && target.Route.Take(worker) is { } reused; tries++)
        {
            Connection = reused;
            // What the kernel refuses at once has not been sent: the next connection takes it.
            if (reused.Begin(this, bytes)) return;
            Connection = null;
        }
        var fresh = new TargetConnection(worker, target.Route);
        Connection = fresh;
        fresh.Open(this, bytes);
    }

    private void StartCall(Http2Pool streams, TargetRoute route, ReadOnlySpan<byte> bytes)
    {
        var body = bytes[_headLength..];
        Call = streams.Begin(worker, route, this, bytes[.._headLength], isWhole: IsSent && body.IsEmpty);
        if (!body.IsEmpty) Call.SendBody(body, IsSent);
    }

    /// <summary>More of the request's body, framed as the target gets it.</summary>
    public void SendBody(ReadOnlySpan<byte> bytes, bool ends)
    {
        IsSent |= ends;
        if (Errand is { } errand)
        {
            errand.Take(bytes, ends);
            return;
        }
        if (Call is { } call)
        {
            KeepMore(bytes);
            call.SendBody(bytes, ends);
            return;
        }
        DropKept();
        Connection?.SendBody(bytes);
    }

    /// <summary>The last of a request whose body did not say that it ends, to a target of HTTP/2.</summary>
    public void SendTrailers(FieldList fields)
    {
        IsSent = true;
        DropKept();
        Call?.SendTrailers(fields);
    }

    public void FrontDrained()
    {
        Connection?.FrontDrained();
        Call?.FrontDrained();
    }

    /// <summary>The answer is whole; the connection has been given back or closed.</summary>
    public void Ended()
    {
        (Connection, Call) = (null, null);
        EndTarget();
    }

    /// <summary>The target's connection broke, or its answer is none, or its time is over.</summary>
    public void Failed(TargetFailure failure, bool wasReused)
    {
        (Connection, Call) = (null, null);
        Record.Error = failure;
        var (target, loop) = (Target, _loop);
        EndTarget();
        if (Front is not { } front || target is null || loop is null) return;
        if (HasAnswer)
        {
            Record.Cut();
            front.Cut();
            return;
        }
        if (MayRepeat(failure, wasReused) && _kept is { } kept && TryNext(failure, new Chosen(target, loop), out var next))
        {
            _attempts++;
            Record.Error = TargetFailure.None;
            Start(next, kept.AsSpan(0, _keptLength));
            // What the one that failed held back, this one does not.
            if (!IsSent && Call is { IsBlocked: false }) front.TargetDrained();
            return;
        }
        front.Fail(failure is TargetFailure.ConnectTimeout or TargetFailure.Timeout ? 504 : 502);
    }

    /// <summary>A kept connection that ended under the request is replaced by a fresh one; a target that takes no connection, or no stream, by another target. Never more than three times.</summary>
    private bool MayRepeat(TargetFailure failure, bool wasReused) => _attempts < 3 && failure switch
    {
        TargetFailure.Closed or TargetFailure.Reset => wasReused && IsIdempotent,
        TargetFailure.Refused or TargetFailure.Unreachable => _attempts == 0,
        TargetFailure.StreamRefused => true,
        _ => false,
    };

    private bool TryNext(TargetFailure failure, in Chosen failed, out Chosen next)
    {
        next = failed;
        if (failure is TargetFailure.Closed or TargetFailure.Reset) return true;
        if (Pool is not null && Pool.TryChooseOther(worker, failed.Loop, out next)) return true;
        next = failed;
        return failure == TargetFailure.StreamRefused;
    }

    /// <summary>The target was taken out, and the time that it had to end the request is over: the client is answered with 502, or its answer breaks off.</summary>
    public void EndOfDelay()
    {
        Connection?.Abandon();
        Call?.Abandon();
        Failed(TargetFailure.DelayEnded, wasReused: false);
    }

    /// <summary>The client is gone or has been answered: the target's connection is of no more use to this request.</summary>
    public void Abandon()
    {
        var (connection, call) = (Connection, Call);
        (Connection, Call) = (null, null);
        connection?.Abandon();
        call?.Abandon();
        Errand?.Cancel();
        Errand = null;
        EndTarget();
    }

    /// <summary>Ready for another request.</summary>
    public void Release()
    {
        Debug.Assert(Connection is null && Call is null && Errand is null, "a connection is still on this exchange");
        DropKept();
        Text.Drop();
        (Front, Listener, Pool, Admission) = (null, null, null, null);
        worker.Return(this);
    }

    private void EndTarget()
    {
        if (Target is null || _loop is null) return;
        worker.Left(this);
        Target.State.Ended();
        _loop.Outstanding--;
        _loop.Ended(Record.Error != TargetFailure.None || Record.TargetStatus >= 500);
        (Target, _loop) = (null, null);
    }

    /// <summary>What is sent of a body to a target of HTTP/2 is kept too, a little: most streams that are refused are those of small requests.</summary>
    private void KeepMore(ReadOnlySpan<byte> bytes)
    {
        if (_kept is not { } kept) return;
        if (HasAnswer || _keptLength + bytes.Length > KeptLimit)
        {
            DropKept();
            return;
        }
        if (_keptLength + bytes.Length > kept.Length)
        {
            _kept = ArrayPool<byte>.Shared.Rent(_keptLength + bytes.Length);
            kept.AsSpan(0, _keptLength).CopyTo(_kept);
            ArrayPool<byte>.Shared.Return(kept);
        }
        bytes.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength += bytes.Length;
    }

    private void DropKept()
    {
        if (_kept is null) return;
        ArrayPool<byte>.Shared.Return(_kept);
        _kept = null;
    }
}

/// <summary>How a target failed a request.</summary>
internal enum TargetFailure : byte
{
    None,
    Refused,
    Unreachable,
    ConnectTimeout,
    Timeout,
    Closed,
    Reset,
    Malformed,
    HandshakeFailed,

    /// <summary>The target has seen nothing of the request: RFC 9113, section 8.7.</summary>
    StreamRefused,

    /// <summary>The target, or what it did, ended the stream alone.</summary>
    StreamReset,

    /// <summary>The target was taken out, and its time to end what it had is over.</summary>
    DelayEnded,
}
