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

    /// <summary>Address and port; a dash where none was chosen.</summary>
    public byte[] TargetName { get; private set; } = Nobody;

    private static readonly byte[] Nobody = "-"u8.ToArray();

    public bool IsCut { get; private set; }

    /// <summary>Why the balancer answered itself, where AWS has a word for it; null: it has none. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#error-reason-codes</summary>
    public string? Reason { get; set; }

    public TargetFailure Error { get; set; }

    /// <summary>How long the target took.</summary>
    public long TargetMs => AnsweredMs - SentMs;

    public void Begin(Worker worker)
    {
        (Created, BeganMs) = (worker.Loop.Wall, worker.Loop.NowMs);
        (TargetName, Reason) = (Nobody, null);
        (SentMs, AnsweredMs, TargetStatus, Status, ReceivedBytes, SentBytes, IsCut, Error) = (-1, -1, 0, 0, 0, 0, false, TargetFailure.None);
    }

    public void Sent(Worker worker, ServedTarget target) => (SentMs, TargetName) = (worker.Loop.NowMs, target.Name);

    /// <summary>To a function, which has no address.</summary>
    public void Invoked(Worker worker) => SentMs = worker.Loop.NowMs;

    public void Answered(Worker worker, int status) => (AnsweredMs, TargetStatus, Status) = (worker.Loop.NowMs, status, status);

    public void Cut() => IsCut = true;
}
