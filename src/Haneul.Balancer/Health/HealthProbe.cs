using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>One health check: from where, to where, and what is asked.</summary>
/// <param name="Space">The node's namespace.</param>
/// <param name="From">The node's own address.</param>
/// <param name="To">The target's address.</param>
/// <param name="Port">Its port, or the one that checks use instead.</param>
/// <param name="Pool">How its group is checked.</param>
public sealed record HealthProbe(string Space, Ip From, Ip To, int Port, WantedPool Pool)
{
    public HealthCheck Check => Pool.HealthCheck;

    /// <summary>Null: the node has no address of the target's family.</summary>
    internal static HealthProbe? Of(CheckedTarget target)
    {
        var check = target.Pool.HealthCheck;
        // A function is called, from no node's address.
        if (target.Pool.Type == TargetType.Lambda) return new HealthProbe(target.Node.Space, default, default, 0, target.Pool);
        var from = target.Node.Addresses.Where(a => a.IsV6 == target.Target.Address.IsV6).Select(a => (Ip?)a).FirstOrDefault();
        var port = int.TryParse(check.Port, out var own) ? own : target.Target.Port;
        return from is { } address ? new HealthProbe(target.Node.Space, address, target.Target.Address, port, target.Pool) : null;
    }
}
