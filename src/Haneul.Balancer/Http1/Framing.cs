namespace Haneul.Balancer;

/// <summary>How the end of a message's body is known: RFC 9112, section 6.</summary>
internal enum Framing : byte
{
    None,
    Length,
    Chunked,
    Close,
}
