using System.Collections.Immutable;
using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>The way of a probe, or of its answer, as it was observed.</summary>
/// <param name="Steps">In the order in which AWS asks, so that they can be held against a prediction.</param>
/// <param name="Arrived">What it reached; null where it did not arrive.</param>
/// <param name="Packet">The packet as it was last seen.</param>
public sealed record WayRead(ImmutableArray<Step> Steps, ObjectRef? Arrived, Packet Packet);
