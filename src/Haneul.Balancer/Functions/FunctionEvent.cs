using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Haneul.Balancer;

/// <summary>What functions are told of a request, in JSON. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#receive-event-from-load-balancer</summary>
internal static class FunctionEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null where a body that should be text is not UTF-8.</summary>
    public static byte[]? Of(ServedFunction function, FunctionRequest request, ReadOnlyMemory<byte> body)
    {
        var isText = body.IsEmpty || IsText(request);
        string text;
        try
        {
            text = isText ? Strict.GetString(body.Span) : Convert.ToBase64String(body.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        return Write(function, request, text, !isText);
    }

    /// <summary>What a health check tells. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#enable-health-checks-lambda</summary>
    public static byte[] HealthCheck(ServedFunction function, string path) => Write(function, new FunctionRequest("GET", path, "", [("user-agent", "ELB-HealthChecker/2.0")]), "", isBase64: false);

    private static byte[] Write(ServedFunction function, FunctionRequest request, string body, bool isBase64)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("requestContext");
            json.WriteStartObject("elb");
            json.WriteString("targetGroupArn", function.GroupArn);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("httpMethod", request.Method);
            json.WriteString("path", request.Path);
            Map(json, function.HasMultiValues ? "multiValueQueryStringParameters" : "queryStringParameters", Parameters(request.Query), function.HasMultiValues);
            Map(json, function.HasMultiValues ? "multiValueHeaders" : "headers", request.Headers.Where(h => h.LowerName is not ("transfer-encoding" or "connection" or "expect")), function.HasMultiValues);
            json.WriteString("body", body);
            json.WriteBoolean("isBase64Encoded", isBase64);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    /// <summary>Of several values of a name the last one, or all.</summary>
    private static void Map(Utf8JsonWriter json, string name, IEnumerable<(string Name, string Value)> pairs, bool hasMultiValues)
    {
        json.WriteStartObject(name);
        foreach (var of in pairs.GroupBy(p => p.Name, p => p.Value, StringComparer.Ordinal))
        {
            if (!hasMultiValues)
            {
                json.WriteString(of.Key, of.Last());
                continue;
            }
            json.WriteStartArray(of.Key);
            foreach (var value in of) json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>As they came: AWS decodes nothing.</summary>
    private static IEnumerable<(string, string)> Parameters(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Select(p => (p[0], p.Length == 2 ? p[1] : ""));

    /// <summary>Such a body is told as it is; any other in Base64.</summary>
    private static bool IsText(FunctionRequest request)
    {
        if (request.Value("content-encoding") is not null) return false;
        var type = (request.Value("content-type") ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/javascript" or "application/xml";
    }
}
