using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>What a message of nf_tables' tracing is about (nft_trace_types).</summary>
public enum TraceEventKind
{
    /// <summary>A base chain has ended: its policy counts.</summary>
    Policy = 1,

    /// <summary>A chain has ended, and the one that jumped into it goes on.</summary>
    Return = 2,

    /// <summary>A rule matched.</summary>
    Rule = 3,
}

/// <summary>
/// One message of nf_tables' tracing (NFT_MSG_TRACE, linux/netfilter/nf_tables.h): what one rule or policy made of a packet, in one namespace. Devices are by index, rules by handle, as the kernel names them.
/// </summary>
/// <param name="Namespace">Where.</param>
/// <param name="Id">The kernel's number for the packet, good while it is in the namespace; used again later.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Chain">The chain's name.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Handle">Of the rule; 0 where it is about none.</param>
/// <param name="Verdict">What the rule, or the policy, decided; continue where it did something else.</param>
/// <param name="Mark">The packet's mark then.</param>
/// <param name="Header">The packet; only in the first message of each base chain.</param>
/// <param name="In">The device that it came in by, with the header; 0 where it was made here.</param>
/// <param name="Out">The device that it will leave by, with the header, where that is known.</param>
public sealed record TraceEvent(
    string Namespace, uint Id, string Table, string Chain, TraceEventKind Kind, ulong Handle, NftVerdictCode Verdict, uint Mark, TracedHeader? Header, int In, int Out);

/// <summary>The packet of a <see cref="TraceEvent"/>: its header, and which probe it is (or answers); absent for packets that are none of ours.</summary>
public sealed record TracedHeader(Packet Packet, Cookie? Cookie, bool IsAnswer);
