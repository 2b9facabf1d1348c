namespace Haneul.Balancer;

/// <summary>What is remembered of a request for logs and counts.</summary>
internal sealed class RequestRecord
{
    public DateTimeOffset Created { get; private set; }

    public long BeganMs { get; private set; }

    /// <summary>-1: it was sent to no target.</summary>
    public long SentMs { get; private set; }

    /// <summary>-1: no target has answered.</summary>
    public long AnsweredMs { get; private set; }

    public int TargetStatus { get; private set; }

    public int Status { get; set; }

    public long ReceivedBytes { get; set; }

    public long SentBytes { get; set; }

    public bool IsCut { get; private set; }

    public TargetFailure Error { get; set; }

    /// <summary>How long the target took.</summary>
    public long TargetMs => AnsweredMs - SentMs;

    public void Begin(Worker worker)
    {
        (Created, BeganMs) = (worker.Loop.Wall, worker.Loop.NowMs);
        (SentMs, AnsweredMs, TargetStatus, Status, ReceivedBytes, SentBytes, IsCut, Error) = (-1, -1, 0, 0, 0, 0, false, TargetFailure.None);
    }

    public void Sent(Worker worker) => SentMs = worker.Loop.NowMs;

    public void Answered(Worker worker, int status) => (AnsweredMs, TargetStatus, Status) = (worker.Loop.NowMs, status, status);

    public void Cut() => IsCut = true;
}
