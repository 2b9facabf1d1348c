using System.Diagnostics;
using System.Net;
using System.Text;
using Haneul.Api.Dispatch;
using Haneul.Balancing;

namespace Haneul.Daemon;

/// <summary>An endpoint: AWS calls go to the dispatcher, paths below /_haneul/ are Haneul's own. Browsers on other sites are turned away.</summary>
/// <param name="dispatcher">Answers AWS calls.</param>
/// <param name="keys">Published at a name of their own.</param>
/// <param name="own">Haneul's own calls; null where hosts of the emulated network ask: they are no masters of the machine.</param>
internal sealed class Gate(Dispatcher dispatcher, PublicKeys keys, OwnCalls? own, bool isLoopback, CallLog calls)
{
    private static readonly string Welcome = $"This is Haneul {OwnCalls.Version}, an emulated AWS endpoint: point AWS_ENDPOINT_URL here. What it holds: /_haneul/status\n";

    public const int LargestBodyBytes = 16 * 1024 * 1024;

    public async Task HandleAsync(HttpContext http)
    {
        // Nothing of the cloud is told or changed there: whoever asks may know.
        if (PublicKeys.IsAt(http.Request.Host.Host))
        {
            await PublishAsync(http);
            return;
        }
        if (Refusal(http.Request) is { } refusal)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync(refusal, http.RequestAborted);
            return;
        }
        try
        {
            var body = await ReadBodyAsync(http);
            if (own is not null && http.Request.Path.StartsWithSegments("/_haneul", out var rest)) await own.HandleAsync(http, rest.Value ?? "", body);
            else if (IsVisit(http.Request)) await http.Response.WriteAsync(Welcome, http.RequestAborted);
            else await AnswerAsync(http, body);
        }
        catch (BadHttpRequestException e)
        {
            http.Response.StatusCode = e.StatusCode;
            await http.Response.WriteAsync(e.Message, CancellationToken.None);
        }
    }

    /// <summary>A person's browser, or a health check: no AWS client asks like this.</summary>
    private static bool IsVisit(HttpRequest request) =>
        request.Path == "/" && !request.QueryString.HasValue && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.Authorization.Count == 0;

    private async Task PublishAsync(HttpContext http)
    {
        var key = HttpMethods.IsGet(http.Request.Method) ? keys.Find(http.Request.Path.Value ?? "") : null;
        http.Response.StatusCode = key is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        http.Response.ContentType = "text/plain";
        await http.Response.WriteAsync(key ?? "There is no such key\n", http.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var r = http.Request;
        var request = new ApiRequest(r.Method, r.Path.Value ?? "/", r.QueryString.Value ?? "", name => r.Headers.TryGetValue(name, out var v) ? v.ToString() : null, body);
        var started = Stopwatch.GetTimestamp();
        var answer = await TryAsync(request, http.RequestAborted);
        calls.Note(request, answer, Stopwatch.GetElapsedTime(started));
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.Headers["x-amzn-RequestId"] = answer.RequestId;
        if (answer.ErrorType is not null) http.Response.Headers["x-amzn-ErrorType"] = answer.ErrorType;
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    private async Task<ApiResponse> TryAsync(ApiRequest request, CancellationToken cancel)
    {
        try
        {
            return await dispatcher.HandleAsync(request, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            calls.NoteFailure(request, e);
            return dispatcher.Broken(request, e);
        }
    }

    /// <summary>
    /// A page of another site must not be able to drive the cloud (cross-site request forgery), nor may a name that was rebound to loopback: https://owasp.org/www-community/attacks/csrf.
    /// AWS clients send neither Origin nor Sec-Fetch-Site.
    /// </summary>
    private string? Refusal(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return "Haneul refuses requests that a web page of another site makes (Sec-Fetch-Site)";
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}") return $"Haneul refuses requests that a web page of another site makes (Origin: {Printable(origin)})";
        return isLoopback && !IsLoopbackName(request.Host.Host) ? $"Haneul listens on loopback and is not called '{Printable(request.Host.Host)}'" : null;
    }

    private static bool IsLoopbackName(string host) =>
        host is "localhost" or "" || host.EndsWith(".localhost", StringComparison.Ordinal) || IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);

    private static string Printable(string text) => new([.. text.Take(80).Select(c => c is >= ' ' and <= '~' ? c : '?')]);

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        return buffer.ToArray();
    }
}
