using Haneul.Api.CloudWatch;
using Haneul.Api.Logs;
using Haneul.Model;

namespace Haneul.Api.Dispatch;

/// <summary>The one writer of the world, as Api needs it; the daemon implements it.</summary>
public interface ILedger
{
    /// <summary>The world as last published: every answered change is in it, and on disk.</summary>
    World Current { get; }

    /// <summary>Takes one step: runs it alone, writes its changes down, publishes, then answers. A fault drops the step whole.</summary>
    Task<T> TakeAsync<T>(Place place, Func<Draft, T> step, CancellationToken cancel);
}

/// <summary>What back ends see of the running network. In model mode nothing runs, and all of it is empty.</summary>
public interface IObservations
{
    /// <summary>What an instance wrote to its console, or null where no host runs.</summary>
    string? ConsoleOutputOf(Id<Instance> instance);

    /// <summary>What was written to log streams.</summary>
    ILogEvents LogEvents { get; }

    /// <summary>What was measured.</summary>
    IMetrics Metrics { get; }

    /// <summary>Why a flow log's records do not get to where they should; null where they do.</summary>
    string? WhyNotDelivered(FlowLog log);

    /// <summary>An object of a bucket; null where there is none. Larger ones than so many bytes are as if they were not there.</summary>
    byte[]? ObjectOf(string bucket, string key, int mostBytes);

    /// <summary>The time by which what is observed is told.</summary>
    DateTimeOffset Now { get; }
}

/// <summary>Model mode: nothing runs, so nothing is seen.</summary>
public sealed class NothingSeen(ILogEvents? events = null, TimeProvider? time = null, Func<string, string, int, byte[]?>? objects = null, IMetrics? metrics = null) : IObservations
{
    public IMetrics Metrics { get; } = metrics ?? new MemoryMetrics();

    public ILogEvents LogEvents { get; } = events ?? new MemoryLogEvents();

    public DateTimeOffset Now => (time ?? TimeProvider.System).GetUtcNow();

    public string? ConsoleOutputOf(Id<Instance> instance) => null;

    public byte[]? ObjectOf(string bucket, string key, int mostBytes) => objects?.Invoke(bucket, key, mostBytes);

    public string? WhyNotDelivered(FlowLog log) => "Haneul runs in model mode: packets are computed, none is carried, so there is nothing to log";
}
