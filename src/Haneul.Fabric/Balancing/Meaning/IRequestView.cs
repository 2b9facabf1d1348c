using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>A request as rules look at it: bytes as they came, nothing decoded. What implements it may be a ref struct over a connection's buffer; evaluating it copies nothing.</summary>
public interface IRequestView
{
    ReadOnlySpan<byte> Method { get; }

    /// <summary>The host header or :authority as it came; a port behind it plays no part in rules.</summary>
    ReadOnlySpan<byte> Host { get; }

    /// <summary>From the first slash up to the question mark.</summary>
    ReadOnlySpan<byte> Path { get; }

    /// <summary>What follows the question mark; empty where there is none.</summary>
    ReadOnlySpan<byte> Query { get; }

    /// <summary>Who connected to the balancer.</summary>
    Ip Source { get; }

    /// <summary>The value of the next header of a name.</summary>
    /// <param name="lowerName">The name in lower case; headers of every case match it.</param>
    /// <param name="position">0 at first; afterwards what the view left there, for the next header of the same name.</param>
    /// <param name="value">Without white space around it.</param>
    bool TryNextHeader(ReadOnlySpan<byte> lowerName, ref int position, out ReadOnlySpan<byte> value);
}
