using Haneul.Api.Dispatch;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>What the API tells of running hosts.</summary>
internal sealed class HostsSeen(IHosts hosts) : IObservations
{
    public string? ConsoleOutputOf(Id<Instance> instance) => hosts.Console(instance.Value) is { Length: > 0 } text ? text : null;
}
