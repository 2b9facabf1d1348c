using Haneul.Api.CloudWatch;
using Haneul.Api.Dispatch;
using Haneul.Api.Logs;
using Haneul.Daemon;
using Haneul.Flows;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>What the API tells of running hosts and flows.</summary>
internal sealed class HostsSeen(IHosts hosts, ILogEvents events, Buckets buckets, IMetrics metrics) : IObservations
{
    public IMetrics Metrics => metrics;

    public ILogEvents LogEvents => events;

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public string? ConsoleOutputOf(Id<Instance> instance) => hosts.Console(instance.Value) is { Length: > 0 } text ? text : null;

    public byte[]? ObjectOf(string bucket, string key, int mostBytes) => buckets.Read(bucket, key, mostBytes);

    public string? WhyNotDelivered(FlowLog log) => FlowDelivery.WhyNot(log);
}
