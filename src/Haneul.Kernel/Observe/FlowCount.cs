namespace Haneul.Kernel;

/// <summary>How much of a flow a router has counted since it began, as the kernel has it now.</summary>
/// <param name="Packets">As routed: what the machine joins to one large segment is one.</param>
/// <param name="Bytes">Of whole IP packets.</param>
/// <param name="IdleMs">Since the last packet.</param>
public readonly record struct FlowCount(FlowKey Key, ulong Packets, ulong Bytes, long IdleMs);

/// <summary>All that a router has counted, and packets that it could not count or tell.</summary>
/// <param name="Counts">Of passed and refused packets.</param>
/// <param name="PassedUncounted">They found the set full.</param>
/// <param name="RefusedUncounted">As before, of refused ones.</param>
/// <param name="RefusedUntold">Refused packets beyond those that are told a second.</param>
public sealed record FlowSample(IReadOnlyList<FlowCount> Counts, ulong PassedUncounted, ulong RefusedUncounted, ulong RefusedUntold);
