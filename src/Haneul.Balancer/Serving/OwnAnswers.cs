using System.Globalization;
using System.Text;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>Answers that the balancer makes itself, as AWS's look.</summary>
internal sealed class OwnAnswers(Loop loop)
{
    private static readonly Dictionary<int, byte[]> Pages = Reasons().ToDictionary(r => r.Status, r => Encoding.ASCII.GetBytes(
        $"<html>\r\n<head><title>{r.Status} {r.Phrase}</title></head>\r\n<body>\r\n<center><h1>{r.Status} {r.Phrase}</h1></center>\r\n</body>\r\n</html>\r\n"));

    private static readonly Dictionary<int, byte[]> Phrases = Reasons().ToDictionary(r => r.Status, r => Encoding.ASCII.GetBytes(r.Phrase));

    private byte[] _date = [];
    private long _dateSecond;

    /// <summary>The page of a status; empty where there is none.</summary>
    public static ReadOnlySpan<byte> PageOf(int status) => Pages.TryGetValue(status, out var page) ? page : [];

    /// <summary>A whole answer, without its body where a HEAD is answered.</summary>
    public void Write(ref HeadWriter to, int status, scoped ReadOnlySpan<byte> contentType, scoped ReadOnlySpan<byte> body, bool isHead, bool keepsAlive, AnswerSettings settings, scoped ReadOnlySpan<byte> location, scoped ReadOnlySpan<byte> cookies)
    {
        to.Put("HTTP/1.1 "u8);
        to.Put(status);
        to.Put((byte)' ');
        if (Phrases.TryGetValue(status, out var phrase)) to.Put(phrase);
        to.Put("\r\n"u8);
        if (settings.ShowsServer) to.Put("Server: awselb/2.0\r\n"u8);
        to.Put("Date"u8, Date());
        if (!contentType.IsEmpty) to.Put("Content-Type"u8, contentType);
        to.Put("Content-Length: "u8);
        to.Put(body.Length);
        to.Put("\r\n"u8);
        if (!location.IsEmpty) to.Put("Location"u8, location);
        to.Put(settings.Lines);
        to.Put(cookies);
        to.Put(keepsAlive ? "Connection: keep-alive\r\n\r\n"u8 : "Connection: close\r\n\r\n"u8);
        if (!isHead) to.Put(body);
    }

    private ReadOnlySpan<byte> Date()
    {
        var second = loop.Wall.ToUnixTimeSeconds();
        if (second != _dateSecond) (_dateSecond, _date) = (second, Encoding.ASCII.GetBytes(loop.Wall.ToString("R", CultureInfo.InvariantCulture)));
        return _date;
    }

    private static (int Status, string Phrase)[] Reasons() =>
    [
        (200, "OK"), (201, "Created"), (202, "Accepted"), (204, "No Content"),
        (301, "Moved Permanently"), (302, "Found"),
        (400, "Bad Request"), (401, "Unauthorized"), (403, "Forbidden"), (404, "Not Found"), (405, "Not Allowed"), (408, "Request Time-out"), (413, "Request Entity Too Large"), (414, "Request-URI Too Large"),
        (429, "Too Many Requests"), (460, "Client Closed Request"), (463, "Bad Request"), (464, "Incompatible Protocol"),
        (500, "Internal Server Error"), (501, "Not Implemented"), (502, "Bad Gateway"), (503, "Service Temporarily Unavailable"), (504, "Gateway Time-out"), (505, "HTTP Version Not Supported"),
        (561, "Unauthorized"),
    ];
}
