using System.Text;

namespace Haneul.Balancer;

/// <summary>A request's head as a target would get it, in text.</summary>
internal sealed record FunctionRequest(string Method, string Path, string Query, IReadOnlyList<(string LowerName, string Value)> Headers)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public bool IsChunked => Value("transfer-encoding") is not null;

    /// <summary>The client waits for leave to send its body (RFC 9110, section 10.1.1).</summary>
    public bool ExpectsContinue => string.Equals(Value("expect"), "100-continue", StringComparison.OrdinalIgnoreCase);

    /// <summary>Of the last header of that name; null where there is none.</summary>
    public string? Value(string lowerName)
    {
        for (var i = Headers.Count - 1; i >= 0; i--)
        {
            if (Headers[i].LowerName == lowerName) return Headers[i].Value;
        }
        return null;
    }

    /// <summary>Null where it is not all UTF-8: JSON can tell nothing else.</summary>
    /// <param name="head">As <see cref="ForwardedHead"/> writes it.</param>
    public static FunctionRequest? Parse(ReadOnlySpan<byte> head)
    {
        string text;
        try
        {
            text = Strict.GetString(head);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var (method, target) = (lines[0][..lines[0].IndexOf(' ')], lines[0][(lines[0].IndexOf(' ') + 1)..lines[0].LastIndexOf(' ')]);
        var query = target.IndexOf('?');
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).Select(l => (l[0].ToLowerInvariant(), l[1].Trim(' ', '\t'))).ToList();
        return new FunctionRequest(method, query < 0 ? target : target[..query], query < 0 ? "" : target[(query + 1)..], headers);
    }
}
