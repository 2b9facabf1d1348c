using Haneul.Api.Wire;

namespace Haneul.Api.Dispatch;

/// <summary>A request as it came in, without its transport.</summary>
public sealed record ApiRequest(string Method, string Path, string QueryString, Func<string, string?> Header, ReadOnlyMemory<byte> Body);

/// <summary>The answer: status, headers and body.</summary>
public sealed record ApiResponse(int Status, string ContentType, byte[] Body, string RequestId)
{
    /// <summary>The fault's code for clients that read it from a header (JSON services).</summary>
    public string? ErrorType { get; init; }
}

/// <summary>A call with everything known about it except its members.</summary>
internal sealed record Envelope(Service Service, string Action, Signature? Signature, Node Parameters);
