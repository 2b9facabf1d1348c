using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using Haneul.Balancer;
using Haneul.Commands;
using Haneul.Kernel;

namespace Haneul.Balancing;

/// <summary>
/// The daemon's end of the process that serves balancers: finds the one that an earlier daemon left or starts one when the first balancer is wanted, tells it what is wanted, takes what it tells, starts it again when it ends by itself, and ends it when nothing is wanted any more.
/// </summary>
/// <param name="run">The run directory.</param>
/// <param name="data">The data directory.</param>
/// <param name="seen">Is called with what the process tells, by one thread at a time.</param>
/// <param name="log">For people.</param>
internal sealed partial class BalancerLink(string run, string data, Action<SeenState> seen, ILogger log) : IAsyncDisposable
{
    /// <summary>From its start until it answers.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    /// <summary>One that lived shorter is not started again at once, but ever later.</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The daemon goes without, to start soon; what moves bytes runs for long, and its hot paths are compiled by what they were seen to do.</summary>
    private static readonly (string, string) ProfileGuided = ("DOTNET_TieredPGO", "1");

    private readonly Channel<WantedState> wishes = Channel.CreateBounded<WantedState>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly CancellationTokenSource stop = new();
    private Task? loop;
    private volatile string? failure;

    /// <summary>Why nothing can be served; null while the process runs or nothing is wanted.</summary>
    public string? Failure => failure;

    public static string SocketIn(string run) => Path.Combine(run, "balancers.sock");

    public static string CardIn(string run) => Path.Combine(run, "balancers");

    public static string LogIn(string data) => Path.Combine(data, "balancers.log");

    /// <summary>This is wanted from now on. Does not wait.</summary>
    public void Want(WantedState wanted)
    {
        wishes.Writer.TryWrite(wanted);
        loop ??= Task.Run(LoopAsync);
    }

    /// <summary>Stops telling; the process goes on, to be taken over.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (loop is not null) await loop;
    }

    /// <summary>Ends the process, its sockets with it; after <see cref="DisposeAsync"/>.</summary>
    public void End()
    {
        using var left = Companion.Find(CardIn(run));
        left?.End();
        File.Delete(SocketIn(run));
    }

    private async Task LoopAsync()
    {
        WantedState? wanted = null;
        var pause = TimeSpan.Zero;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                wanted = wanted is { Balancers.Length: > 0 } && !wishes.Reader.TryPeek(out _) ? wanted : await wishes.Reader.ReadAsync(stop.Token);
                if (wanted.Balancers.Length == 0)
                {
                    failure = null;
                    End();
                    continue;
                }
                var began = Stopwatch.GetTimestamp();
                using var process = await FindOrStartAsync();
                wanted = await TalkAsync(process, wanted);
                if (wanted.Balancers.Length == 0) continue;
                LogEnded(process.Pid);
                pause = Stopwatch.GetElapsedTime(began) > ShortLife ? TimeSpan.Zero : Longer(pause);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is KernelException or IOException or SocketException or UnauthorizedAccessException or InvalidDataException or OperationCanceledException)
            {
                failure = e is OperationCanceledException ? $"the process of the load balancers did not answer in {StartLimit.TotalSeconds} s" : e.Message;
                LogFailed(failure);
                pause = Longer(pause);
            }
            if (pause > TimeSpan.Zero) await Task.WhenAny(Task.Delay(pause, stop.Token));
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(100) : pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task<Companion> FindOrStartAsync()
    {
        if (Companion.Find(CardIn(run)) is { } there) return there;
        File.Delete(SocketIn(run));
        var (self, arguments) = Self.Command(BalanceCommand.Arguments(run, data));
        var started = Companion.Start([self, .. arguments], CardIn(run), LogIn(data), ProfileGuided);
        LogStarted(started.Pid);
        await Task.Yield();
        return started;
    }

    /// <summary>Tells and is told until the process has gone or nothing is wanted; answers what is wanted then.</summary>
    private async Task<WantedState> TalkAsync(Companion process, WantedState wanted)
    {
        using var socket = await ConnectAsync(process);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(StartLimit);
        if (await Frames.ReadAsync<Greeting>(stream, limit.Token) is not { } greeting) return wanted;
        if (greeting.Build != Greeting.OwnBuild)
        {
            LogOtherBuild(process.Pid);
            process.End();
            return wanted;
        }
        failure = null;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var hearing = HearAsync(stream, gone);
        try
        {
            while (true)
            {
                await stream.WriteAsync(Frames.Of(wanted), gone.Token);
                wanted = await wishes.Reader.ReadAsync(gone.Token);
                if (wanted.Balancers.Length == 0)
                {
                    process.End();
                    return wanted;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            // It has gone, or cannot be spoken to any more: it is ended, if it has not, and started anew.
            process.End();
            return wanted;
        }
        finally
        {
            await gone.CancelAsync();
            await hearing;
        }
    }

    private async Task HearAsync(Stream from, CancellationTokenSource gone)
    {
        try
        {
            while (await Frames.ReadAsync<SeenState>(from, gone.Token) is { } told) seen(told);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has gone, or we go.
        }
        catch (InvalidDataException e)
        {
            LogFailed(e.Message);
        }
        await gone.CancelAsync();
    }

    /// <summary>It listens as soon as it runs.</summary>
    private async Task<Socket> ConnectAsync(Companion process)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketIn(run)), stop.Token);
                if (Companion.IsOwn(socket)) return socket;
                throw new IOException($"{SocketIn(run)} is somebody else's");
            }
            catch (SocketException e)
            {
                socket.Dispose();
                if (process.HasEnded || limit.Elapsed > StartLimit)
                {
                    process.End();
                    throw new IOException($"The process of the load balancers does not answer ({e.Message}); its log is {LogIn(data)}");
                }
                await Task.Delay(20, stop.Token);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Process {Pid} serves the load balancers")]
    private partial void LogStarted(int pid);

    [LoggerMessage(LogLevel.Error, "Process {Pid}, which served the load balancers, has ended by itself and is started again")]
    private partial void LogEnded(int pid);

    [LoggerMessage(LogLevel.Warning, "Process {Pid} serves load balancers for another build of Haneul and is replaced: its connections end")]
    private partial void LogOtherBuild(int pid);

    [LoggerMessage(LogLevel.Error, "Load balancers cannot be served: {Why}")]
    private partial void LogFailed(string why);
}
