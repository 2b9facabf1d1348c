using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>A load balancer's nodes: each a namespace behind its own port.</summary>
internal static class BalancerCompiler
{
    public static void Compile(Network net, Balancer balancer, PlanBuilder plan)
    {
        foreach (var node in balancer.Nodes)
        {
            if (!net.Ports.TryGetValue(node.PortId, out var port) || !port.Attached) continue;
            var ns = plan.Add(PlanNames.BalancerNode(port.Id), NamespaceOwner.Plan, "load balancer");
            plan.AddPort(port, ns);
            if (port.PassesFlows) FlowBalancerCompiler.Compile(net, balancer, node, port, ns);
            else if (balancer.Row.Type == Model.BalancerType.Gateway) ApplianceEntryCompiler.Compile(balancer, ns);
            else ListenerCompiler.Compile(balancer, ns);
        }
    }
}
