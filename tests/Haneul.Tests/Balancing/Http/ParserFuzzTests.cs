using System.Text;
using Haneul.Balancer;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Heads made by chance out of what heads are made of: whatever the parser lets pass has one meaning, and none makes it fail.</summary>
public sealed class ParserFuzzTests
{
    private static readonly string[] Pieces =
    [
        "GET", "POST", "HEAD", " ", "  ", "/", "*", "http://a", "/a?b=c", " HTTP/1.1", " HTTP/1.0", " HTTP/2.0", "\r\n", "\r\n", "\r\n", "\n", "\r", "\0", "\t", ":", ": ", " :",
        "Host: a", "Host:", "Content-Length: 5", "Content-Length: 05", "Content-Length: 5,5", "Transfer-Encoding: chunked", "Transfer-Encoding: identity", "Transfer_Encoding: chunked",
        "Connection: close", "Connection: upgrade, x", "Upgrade: websocket", "X-Forwarded-For: 1.2.3.4", "\u00e4", "\u007f", "a", "Cookie: a=b; c=d", "\r\n\r\n",
    ];

    [Fact]
    public void What_the_parser_lets_pass_has_one_meaning()
    {
        var seed = Environment.GetEnvironmentVariable("HANEUL_FUZZ_SEED") is { } text ? int.Parse(text) : Random.Shared.Next();
        var random = new Random(seed);
        var head = new RequestHead();
        var passed = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = Made(random);
            if (!RequestParser.Parse(bytes, 0, bytes.Length, head) || head.Refusal != 0) continue;
            passed++;
            Check(head, $"HANEUL_FUZZ_SEED={seed} dotnet test --filter {nameof(ParserFuzzTests)}: head {i}: {Encoding.Latin1.GetString(bytes)}");
        }
        Assert.True(passed > 100, $"only {passed} heads passed with seed {seed}");
    }

    [Fact]
    public void However_a_chunked_body_is_cut_it_ends_at_the_same_byte()
    {
        var body = "5;a=b\r\nhello\r\n1F\r\n0123456789012345678901234567890\r\n0\r\nTrailer: x\r\n\r\n"u8.ToArray();
        var seed = Environment.GetEnvironmentVariable("HANEUL_FUZZ_SEED") is { } text ? int.Parse(text) : Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = body.Concat("GET / HTTP/1.1\r\n"u8.ToArray()).ToArray();
            var scan = default(ChunkScan);
            var (at, contents) = (0, new StringBuilder());
            while (!scan.IsDone)
            {
                var piece = bytes.AsSpan(at, Math.Min(1 + random.Next(9), bytes.Length - at));
                var taken = scan.Take(piece, stopsAtData: true, out var from, out var length);
                Assert.True(taken > 0, $"seed {seed}, turn {i}: {taken} at {at}");
                contents.Append(Encoding.ASCII.GetString(piece.Slice(from, length)));
                at += taken;
            }
            Assert.Equal(body.Length, at);
            Assert.Equal("hello0123456789012345678901234567890", contents.ToString());
        }
    }

    private static byte[] Made(Random random)
    {
        var text = new StringBuilder(random.Next(3) == 0 ? "" : "GET / HTTP/1.1\r\nHost: a\r\n");
        for (var left = random.Next(8); left > 0; left--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
            if (random.Next(3) > 0) text.Append("\r\n");
        }
        if (random.Next(4) > 0) text.Append("\r\n\r\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A naive second reading must come to the same.</summary>
    private static void Check(RequestHead head, string which)
    {
        var text = Encoding.Latin1.GetString(head.Bytes);
        var lines = text[..^4].Split("\r\n");
        Assert.False(text.Replace("\r\n", "", StringComparison.Ordinal).Any(c => c is '\r' or '\n' or '\0'), which);
        Assert.All(lines.Skip(1), l => Assert.True(l.IndexOf(':') > 0 && !l[..l.IndexOf(':')].Any(char.IsWhiteSpace), which));
        Assert.True(lines.Skip(1).Count(l => l.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)) <= 1, which);
        var lengths = lines.Where(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(l => l[15..].Trim()).Distinct().ToList();
        var chunked = lines.Any(l => l.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase) && l[18..].Trim() == "chunked");
        Assert.Equal(chunked ? Framing.Chunked : lengths.Count > 0 && long.Parse(lengths[0]) > 0 ? Framing.Length : Framing.None, head.Framing);
        if (chunked && lengths.Count > 0 || head.Framing == Framing.Length && lengths.Count > 1) Assert.True(Desync.ClassOf(head.Reason) >= Classification.Ambiguous, which);
    }
}
