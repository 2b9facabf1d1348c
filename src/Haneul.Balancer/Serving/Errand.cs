namespace Haneul.Balancer;

/// <summary>
/// What a request waits for before it can be answered, or sent to a target: something outside is asked off the loops, and what came of it is taken on the request's own. All of this is called there.
/// </summary>
internal abstract class Errand
{
    private readonly CancellationTokenSource _ends = new();

    /// <summary>No more of the request's body is wanted now.</summary>
    public virtual bool IsBlocked => true;

    /// <summary>The request waits from now on.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="bytes">Its head, with what of its body came with it.</param>
    /// <param name="isWhole">Nothing of the body is missing.</param>
    public abstract void Begin(Exchange exchange, ReadOnlySpan<byte> bytes, bool isWhole);

    /// <summary>More of the request's body.</summary>
    public abstract void Take(ReadOnlySpan<byte> bytes, bool ends);

    /// <summary>Nobody waits any more.</summary>
    public void Cancel() => _ends.Cancel();

    /// <summary>Does the work elsewhere, and then that on the loop, where the request still waits.</summary>
    /// <param name="exchange">Who waits.</param>
    /// <param name="work">May be cancelled.</param>
    /// <param name="then">Gets what the work found; null where it failed in a way that nobody foresaw.</param>
    protected void Run<TFound>(Exchange exchange, Func<CancellationToken, Task<TFound>> work, Action<TFound?> then)
        where TFound : class
    {
        var isTaken = exchange.Worker.Errands.TryRun(async ended =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token, ended);
            TFound? found = null;
            try
            {
                found = await work(either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                return;
            }
            catch (Exception unforeseen)
            {
                // Whatever it is, the request is answered, as one that went wrong here, and the log says what it was.
                exchange.Worker.Errands.Tell($"{GetType().Name} of a request", unforeseen);
            }
            Later(exchange, () => then(found));
        });
        if (!isTaken) Later(exchange, () => Fail(exchange, 503, null));
    }

    /// <summary>In a later turn, so that who began the request is not in the middle of it.</summary>
    protected void Later(Exchange exchange, Action then) => exchange.Worker.Loop.Post(() =>
    {
        if (ReferenceEquals(exchange.Errand, this)) then();
    });

    /// <summary>The balancer answers with this status itself.</summary>
    protected static void Fail(Exchange exchange, int status, string? reason)
    {
        exchange.EndErrand();
        exchange.Record.Reason = reason;
        exchange.Front?.Fail(status);
    }
}
