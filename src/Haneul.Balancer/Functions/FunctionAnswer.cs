using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Haneul.Balancer;

/// <summary>
/// What came of calling a function: an answer of HTTP, or the status that the client is told instead. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#respond-to-load-balancer
/// </summary>
internal sealed record FunctionAnswer
{
    /// <summary>What a function says of the connection is the balancer's to say.</summary>
    private static readonly HashSet<string> Own = new(["connection", "content-length", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "trailer"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Of the function, or of the balancer where <see cref="Reason"/> says why.</summary>
    public required int Status { get; init; }

    /// <summary>The answer's head, ready to be sent.</summary>
    public byte[] Head { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>Why there is no answer of the function. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#error-reason-codes</summary>
    public string? Reason { get; init; }

    public static FunctionAnswer Failed(int status, string reason) => new() { Status = status, Reason = reason };

    /// <param name="json">What the function answered.</param>
    /// <param name="hasMultiValues">It was told of headers with several values, and answers so.</param>
    /// <param name="isHead">HEAD is answered: the body is not sent.</param>
    /// <param name="now">For the answer's date.</param>
    public static FunctionAnswer Parse(byte[] json, bool hasMultiValues, bool isHead, DateTimeOffset now)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return Of(read.RootElement, hasMultiValues, isHead, now) ?? Failed(502, "LambdaInvalidResponse");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Failed(502, "LambdaInvalidResponse");
        }
    }

    private static FunctionAnswer? Of(JsonElement answer, bool hasMultiValues, bool isHead, DateTimeOffset now)
    {
        if (answer.ValueKind != JsonValueKind.Object) return null;
        if (!answer.TryGetProperty("statusCode", out var code) || code.ValueKind != JsonValueKind.Number || !code.TryGetInt32(out var status) || status is < 200 or > 599) return null;
        if (Truth(answer, "isBase64Encoded") is not { } isBase64 || Text(answer, "body") is not { } text || Text(answer, "statusDescription") is not { } description) return null;
        if (Headers(answer, hasMultiValues) is not { } headers) return null;
        var body = isBase64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
        var hasNoBody = status is 204 or 304;
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {Phrase(description)}\r\n");
        foreach (var (name, value) in headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (!Has(headers, "server")) head.Append("Server: awselb/2.0\r\n");
        if (!Has(headers, "date")) head.Append(CultureInfo.InvariantCulture, $"Date: {now:R}\r\n");
        if (body.Length > 0 && !Has(headers, "content-type")) head.Append("Content-Type: application/octet-stream\r\n");
        if (!hasNoBody) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        var bytes = Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
        return bytes.Length > ResponseHead.Limit ? null : new FunctionAnswer { Status = status, Head = bytes, Body = hasNoBody || isHead ? [] : body };
    }

    private static bool Has(List<(string Name, string Value)> headers, string name) => headers.Exists(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null where there is one that cannot be sent.</summary>
    private static List<(string Name, string Value)>? Headers(JsonElement answer, bool hasMultiValues)
    {
        var found = new List<(string, string)>();
        if (!answer.TryGetProperty(hasMultiValues ? "multiValueHeaders" : "headers", out var headers) || headers.ValueKind == JsonValueKind.Null) return found;
        if (headers.ValueKind != JsonValueKind.Object) return null;
        foreach (var header in headers.EnumerateObject())
        {
            if (hasMultiValues != (header.Value.ValueKind == JsonValueKind.Array)) return null;
            foreach (var value in hasMultiValues ? [.. header.Value.EnumerateArray()] : new[] { header.Value })
            {
                if (ValueOf(value) is not { } text || !IsName(header.Name) || text.Any(char.IsControl)) return null;
                if (!Own.Contains(header.Name)) found.Add((header.Name, text));
            }
        }
        return found;
    }

    private static bool IsName(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        return bytes.Length > 0 && Tokens.Run(bytes) == bytes.Length;
    }

    /// <summary>Numbers and truths are written as JSON writes them.</summary>
    private static string? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>What follows the code in a description such as <c>200 OK</c>; empty where it is not so written.</summary>
    private static string Phrase(string description) =>
        description.Length > 4 && description[3] == ' ' && description[..3].All(char.IsAsciiDigit) && description.All(c => c is >= ' ' and <= '~') ? description[4..] : "";

    /// <summary>Empty where it is not said; null where it is no text.</summary>
    private static string? Text(JsonElement of, string name) => !of.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? "" : value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool? Truth(JsonElement of, string name) => !of.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False ? false : value.ValueKind == JsonValueKind.True ? true : null;
}
