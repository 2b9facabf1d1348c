using System.Net.Sockets;
using System.Threading.Channels;
using Haneul.Balancer;
using Haneul.Kernel;

namespace Haneul.Balancing;

/// <summary>
/// The process that serves all balancers in user space. It listens on a Unix socket for the daemon, which tells what is wanted and is told what is seen; while no daemon listens it goes on with what was wanted last.
/// </summary>
/// <param name="path">Of the socket.</param>
/// <param name="serve">Serves what is wanted; called by one thread at a time.</param>
/// <param name="say">For the log.</param>
internal sealed class BalancerProcess(string path, Action<WantedState> serve, Action<string> say)
{
    /// <summary>Without a daemon that wants anything it ends after this.</summary>
    private static readonly TimeSpan Loneliness = TimeSpan.FromSeconds(30);

    /// <summary>What could not be served is tried again after this.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SeenBook book = new();

    /// <summary>The newest wish; older ones that nobody has taken yet are dropped.</summary>
    private readonly Channel<WantedState> wishes = Channel.CreateBounded<WantedState>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool hasTrouble, isWanted;

    /// <summary>What the data plane tells.</summary>
    public void Tell(SeenState seen)
    {
        if (seen.IsAnswer) hasTrouble = seen.Troubles.Length > 0;
        book.Take(seen);
        news.Writer.TryWrite(true);
    }

    /// <summary>Until it is cancelled, or nobody ever wanted anything.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var listener = Companion.Listen(path);
        var serving = Task.Run(() => ServeAsync(stop.Token), CancellationToken.None);
        var lonely = EndLonelyAsync(stop);
        var (current, attending) = (CancellationTokenSource.CreateLinkedTokenSource(stop.Token), Task.CompletedTask);
        try
        {
            while (!serving.IsCompleted)
            {
                var client = await listener.AcceptAsync(stop.Token);
                if (!Companion.IsOwn(client))
                {
                    client.Dispose();
                    continue;
                }
                // A daemon is alone with its data: an earlier one is gone, and takes no news from the new one.
                await current.CancelAsync();
                await attending;
                current.Dispose();
                current = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                attending = AttendAsync(client, current.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As told, or because nobody came.
        }
        finally
        {
            await stop.CancelAsync();
            await attending;
            current.Dispose();
            await lonely;
            await serving;
        }
    }

    private async Task AttendAsync(Socket client, CancellationToken cancel)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var stream = new NetworkStream(client, ownsSocket: true);
        var hearing = HearAsync(stream, gone);
        try
        {
            await stream.WriteAsync(Frames.Of(new Greeting(Greeting.OwnBuild)), gone.Token);
            await TellAsync(stream, gone.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // That daemon has gone; the next one is told everything.
        }
        await gone.CancelAsync();
        await hearing;
    }

    private async Task HearAsync(Stream from, CancellationTokenSource gone)
    {
        try
        {
            while (await Frames.ReadAsync<WantedState>(from, gone.Token) is { } wanted)
            {
                isWanted = true;
                book.Want(wanted);
                await wishes.Writer.WriteAsync(wanted, gone.Token);
            }
        }
        catch (InvalidDataException e)
        {
            say(e.Message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // That daemon has gone.
        }
        await gone.CancelAsync();
    }

    private async Task TellAsync(Stream to, CancellationToken cancel)
    {
        for (var seen = book.Whole(); ; seen = book.News())
        {
            if (seen is not null) await TellAsync(to, seen, cancel);
            await news.Reader.ReadAsync(cancel);
        }
    }

    private async Task TellAsync(Stream to, SeenState seen, CancellationToken cancel)
    {
        try
        {
            await to.WriteAsync(Frames.Of(seen), cancel);
        }
        catch
        {
            // That daemon did not hear it: the next one does.
            book.TakeBack(seen);
            throw;
        }
    }

    private async Task ServeAsync(CancellationToken cancel)
    {
        WantedState? wanted = null;
        while (!cancel.IsCancellationRequested)
        {
            using var again = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (hasTrouble) again.CancelAfter(RetryAfter);
            try
            {
                wanted = await wishes.Reader.ReadAsync(again.Token);
            }
            catch (OperationCanceledException)
            {
                if (cancel.IsCancellationRequested) return;
            }
            if (wanted is not null) serve(wanted);
        }
    }

    private async Task EndLonelyAsync(CancellationTokenSource stop)
    {
        try
        {
            await Task.Delay(Loneliness, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (isWanted) return;
        say($"nobody wanted anything in {Loneliness.TotalSeconds} s");
        await stop.CancelAsync();
    }
}
