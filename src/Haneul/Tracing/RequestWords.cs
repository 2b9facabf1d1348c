using Haneul.Fabric;

namespace Haneul.Tracing;

/// <summary>What becomes of a request at an application balancer before a target is asked, in words.</summary>
internal static class RequestWords
{
    public static string Told(RequestOutcome? request) => request is null ? "" : Login(request) + Version(request);

    private static string Login(RequestOutcome request) => request.Unauthenticated switch
    {
        null => "",
        302 => $"; who is not logged in is sent to {request.Provider} first (302)",
        var status => $"; who is not logged in at {request.Provider} is refused ({status})",
    };

    private static string Version(RequestOutcome request) => request switch
    {
        { Status: RequestOutcome.Incompatible } => ": its target group takes gRPC, which is POST over HTTP/2",
        { Status: null, NeedsHttp2: true } => "; requests that are not HTTP/2 are answered with 464",
        _ => "",
    };
}
