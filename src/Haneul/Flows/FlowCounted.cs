using Haneul.Kernel;

namespace Haneul.Flows;

/// <summary>How much of a flow an interface saw in a short time.</summary>
/// <param name="Flags">Of TCP, as AWS writes them: FIN 1, SYN 2, RST 4, SYN-ACK 18, joined by "or".</param>
/// <param name="First">When the first packet came, or later than this.</param>
/// <param name="Last">When the last one came.</param>
internal readonly record struct FlowCounted(FlowSeen Seen, ulong Packets, ulong Bytes, int Flags, DateTimeOffset First, DateTimeOffset Last)
{
    public FlowCounted And(FlowCounted more) => this with
    {
        Packets = Packets + more.Packets,
        Bytes = Bytes + more.Bytes,
        Flags = Flags | more.Flags,
        First = First < more.First ? First : more.First,
        Last = Last > more.Last ? Last : more.Last,
    };

    /// <summary>ACK is told only with SYN. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html</summary>
    public static int FlagsOf(int flags) => (flags & FlowKey.Syn) == 0 ? flags & ~FlowKey.Ack : flags;
}
