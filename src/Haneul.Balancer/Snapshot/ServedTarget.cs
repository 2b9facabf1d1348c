using System.Text;

namespace Haneul.Balancer;

/// <summary>A target as one node serves it: the way to it, and what is known of it.</summary>
internal sealed class ServedTarget(TargetState state, TargetRoute route)
{
    /// <summary>What all nodes and loops know of it together.</summary>
    public TargetState State => state;

    public TargetRoute Route => route;

    /// <summary>Address and port as access logs name them.</summary>
    public byte[] Name { get; } = Encoding.ASCII.GetBytes(route.Address.ToEndPoint().ToString());
}
