using System.Text;
using System.Text.RegularExpressions;
using Haneul.Api.Dispatch;

namespace Haneul.Daemon;

/// <summary>One line for each API call, where the person asked for it; failures of Haneul's own are always logged.</summary>
internal sealed partial class CallLog(bool isVerbose, ILogger log)
{
    public void Note(ApiRequest request, ApiResponse answer, TimeSpan took)
    {
        if (!isVerbose) return;
        var outcome = answer.Status == 200 ? "" : $" {CodeIn(answer)}";
        Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss.fff} {ActionOf(request),-40} {answer.Status}{outcome} {took.TotalMilliseconds:0.0} ms");
    }

    public void NoteFailure(ApiRequest request, Exception failure) => log.LogError(failure, "{Action} failed", ActionOf(request));

    private static string ActionOf(ApiRequest request) =>
        request.Header("X-Amz-Target") is { Length: > 0 } target ? target
        : Action().Match(Encoding.UTF8.GetString(request.Body.Span)) is { Success: true } inBody ? inBody.Groups[1].Value
        : Action().Match(request.QueryString) is { Success: true } inQuery ? inQuery.Groups[1].Value
        : $"{request.Method} {request.Path}";

    private static string CodeIn(ApiResponse answer) =>
        answer.ErrorType ?? (Code().Match(Encoding.UTF8.GetString(answer.Body)) is { Success: true } m ? m.Groups[1].Value : "");

    [GeneratedRegex(@"(?:^|[&?])Action=([A-Za-z0-9]+)")]
    private static partial Regex Action();

    [GeneratedRegex("<Code>([^<]+)</Code>")]
    private static partial Regex Code();
}
