using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Packets;

namespace Haneul.Tests.Balancing;

/// <summary>The data plane of gateway balancers beside a carried world.</summary>
internal sealed class CarriedGateway : IDisposable
{
    private long version;

    public CarriedGateway(CarriedWorld carried, World world, TimeProvider? time = null)
    {
        Plane = new GatewayPlane(new NamespaceSockets(carried.Entry), static (_, _, _, _) => null, time ?? TimeProvider.System);
        Serve(world);
        if (Plane.Troubles.Count > 0) throw new InvalidOperationException(string.Join('\n', Plane.Troubles));
    }

    public GatewayPlane Plane { get; }

    public void Serve(World world) => Plane.Serve(WantedCompiler.Of(world, Lowering.Lower(world), ++version));

    public void Dispose() => Plane.Dispose();
}
