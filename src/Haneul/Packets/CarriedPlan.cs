using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>A world as it was carried out: as a network, and as a plan of the kernel.</summary>
internal sealed record CarriedPlan(World World, Network Network, KernelPlan Plan);
