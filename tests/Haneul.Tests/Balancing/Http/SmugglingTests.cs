using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Requests that two readers could take for different ones: none reaches a target so that it could.</summary>
public sealed class SmugglingTests
{
    /// <summary>Refused in every mode.</summary>
    public static TheoryData<string, int> Severe => new()
    {
        { "GET / HTTP/1.1\nHost: a\n\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\n\r\n", 400 },
        { "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "GET /\t HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400 },
        { "GET / http/1.1\r\nHost: a\r\n\r\n", 400 },
        { "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505 },
        { "GET /\r\n\r\n", 400 },
        { "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405 },
        { "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\nab", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\nab", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\nab", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\nab", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nab", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nab", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n", 501 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000001\r\na\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: 1\nX: y\r\n\r\n", 400 },
        { "\u0016\u0003\u0001\0\u0001", 400 },
    };

    /// <summary>Handed on in monitor and defensive mode, in one meaning; what the target gets, and never gets.</summary>
    public static TheoryData<string, string, string> Ambiguous => new()
    {
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "Content-Length" },
        { "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "Content-Length" },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab", "Content-Length: 2\r\n", "Content-Length: 2\r\nContent-Length: 2" },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer_Encoding: chunked\r\n\r\nab", "\r\n\r\nab", "Transfer_Encoding" },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent_Length: 7\r\nContent-Length: 2\r\n\r\nab", "\r\n\r\nab", "Content_Length" },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: identity\r\n\r\nab", "\r\n\r\nab", "Transfer-Encoding" },
        { "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab", "\r\n\r\nab", "Transfer-Encoding" },
        { "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "Content-Length" },
    };

    /// <summary>Taken in defensive mode, refused in strictest.</summary>
    public static TheoryData<string, string> Acceptable => new()
    {
        { "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a%20b HTTP/1.1\r\n" },
        { "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "GET / HTTP/1.1\r\n" },
        { "GET / HTTP/1.1\r\nHost: a\r\nX: \u00e4\r\n\r\n", "X: \u00e4\r\n" },
        { "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n" },
    };

    [Theory]
    [MemberData(nameof(Severe))]
    public async Task What_has_no_one_meaning_is_refused(string request, int status)
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        balancer.Attributes["routing.http.desync_mitigation_mode"] = "monitor";
        balancer.Serve();
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        var answer = await client.ReadAsync();
        Assert.Equal((status, "close"), (answer.Status, answer.Header("Connection")));
        Assert.DoesNotContain(target.Requests, r => r.Contains("smuggled"));
    }

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task What_is_ambiguous_is_made_plain_and_ends_its_connections(string request, string arrives, string never)
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(request + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        var answer = await client.ReadAsync();
        Assert.Equal((200, "close"), (answer.Status, answer.Header("Connection")));
        var got = Assert.Single(target.Requests);
        Assert.Contains(arrives, got);
        Assert.DoesNotContain(never, got);
    }

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task The_strictest_mode_refuses_what_is_ambiguous(string request, string arrives, string never)
    {
        Assert.NotEqual(arrives, never);
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        balancer.Attributes["routing.http.desync_mitigation_mode"] = "strictest";
        balancer.Serve();
        Assert.Equal(400, (await balancer.AskAsync(request)).Status);
        Assert.Empty(target.Requests);
    }

    [Theory]
    [MemberData(nameof(Acceptable))]
    public async Task What_is_acceptable_goes_on_but_not_in_the_strictest_mode(string request, string arrives)
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var answer = await balancer.AskAsync(request);
        Assert.Equal((200, "keep-alive"), (answer.Status, answer.Header("Connection")));
        Assert.Contains(arrives, Assert.Single(target.Requests));
        balancer.Attributes["routing.http.desync_mitigation_mode"] = "strictest";
        balancer.Serve();
        Assert.Equal(400, (await balancer.AskAsync(request)).Status);
        Assert.Single(target.Requests);
    }

    [Theory]
    [InlineData(15_000, 200)]
    [InlineData(20_000, 414)]
    public async Task A_request_line_has_at_most_16_K(int length, int status)
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        Assert.Equal(status, (await balancer.AskAsync($"GET /{new string('a', length)} HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData(1, 15_000, 200)]
    [InlineData(1, 17_000, 400)]
    [InlineData(60, 1_000, 200)]
    [InlineData(70, 1_000, 400)]
    public async Task A_header_has_at_most_16_K_and_all_of_them_64_K(int count, int length, int status)
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', length)}\r\n"));
        Assert.Equal(status, (await balancer.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n")).Status);
    }

    [Fact]
    public async Task A_client_cannot_take_away_what_the_balancer_says_of_it()
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        await balancer.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Forwarded-For, Content-Length, X-Mine\r\nX-Mine: 1\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nKeep-Alive: 5\r\nTE: trailers\r\n\r\n");
        var request = Assert.Single(target.Requests);
        Assert.Contains("X-Forwarded-For: 10.0.0.1, 127.0.0.1\r\nX-Forwarded-Proto: http\r\n", request);
        Assert.DoesNotContain("X-Mine", request);
        Assert.DoesNotContain("Connection:", request);
        Assert.DoesNotContain("Keep-Alive", request);
        Assert.DoesNotContain("TE:", request);
    }
}
