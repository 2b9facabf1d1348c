using System.Text;
using Haneul.Fabric;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class RedirectTests
{
    private static readonly RedirectAction Same = new() { StatusCode = 301 };

    [Theory]
    [InlineData("HTTPS", "#{host}", "443", "/#{path}", "#{query}", "https://www.example.com:443/a/b?x=1")]
    [InlineData("#{protocol}", "new.#{host}", "#{port}", "/new/#{path}", "", "http://new.www.example.com:8080/new/a/b")]
    [InlineData("#{protocol}", "example.org", "#{port}", "/#{host}/#{port}", "was=#{path}&#{query}", "http://example.org:8080/www.example.com/8080?was=a/b&x=1")]
    public void A_redirect_is_made_of_the_parts_of_the_request(string protocol, string host, string port, string path, string query, string expected)
    {
        var action = new RedirectAction { Protocol = protocol, Host = host, Port = port, Path = path, Query = query, StatusCode = 302 };
        Assert.Equal(expected, Write(action, new PlainRequest("GET", "www.example.com:8080", "/a/b", "x=1", default)));
    }

    [Fact]
    public void A_request_without_a_query_is_sent_on_without_a_question_mark() =>
        Assert.Equal("https://a.com:8080/", Write(Same with { Protocol = "HTTPS" }, new PlainRequest("GET", "a.com", "/", "", default)));

    [Fact]
    public void What_does_not_fit_is_not_written() =>
        Assert.Equal(-1, RedirectTemplate.Compile(Same).Write(new PlainRequest("GET", "a.com", "/", "", default), false, 80, new byte[10]));

    [Theory]
    [InlineData("#{protocol}", "#{port}", "/#{path}", "#{query}", true)]
    [InlineData("#{protocol}", "#{port}", "/#{path}", "a=b", true)]
    [InlineData("HTTP", "80", "/#{path}", "#{query}", true)]
    [InlineData("HTTPS", "#{port}", "/#{path}", "#{query}", false)]
    [InlineData("HTTP", "81", "/#{path}", "#{query}", false)]
    [InlineData("#{protocol}", "#{port}", "/a/#{path}", "#{query}", false)]
    public void A_redirect_to_the_same_place_is_told(string protocol, string port, string path, string query, bool loops) =>
        Assert.Equal(loops, RedirectTemplate.LeadsToItself(Same with { Protocol = protocol, Port = port, Path = path, Query = query }, BalancerProtocol.Http, 80));

    [Theory]
    [InlineData("^/api/(.*)$", "/$1", "/api/v1/x?y=1", "/v1/x?y=1")]
    [InlineData("/old", "/new", "/old/old", "/new/old")]
    [InlineData("^/api", "/v2", "/other", null)]
    public void A_url_is_rewritten_where_the_expression_first_matches(string regex, string replace, string url, string? expected)
    {
        var rewrite = RequestRewrite.Compile([new RuleTransform("url-rewrite", regex, replace)]);
        var made = rewrite?.Url(Encoding.ASCII.GetBytes(url), out _);
        Assert.Equal(expected, made is null ? null : Encoding.ASCII.GetString(made));
        Assert.Null(rewrite?.Host("a.com"u8, out _));
    }

    [Fact]
    public void A_host_is_rewritten_with_what_groups_caught()
    {
        var made = RequestRewrite.Compile([new RuleTransform("host-header-rewrite", "^mywebsite-(.+).com$", "internal.dev.$1.myweb.com")])?.Host("mywebsite-example.com"u8, out _);
        Assert.Equal("internal.dev.example.myweb.com", Encoding.ASCII.GetString(made ?? []));
    }

    [Theory]
    [InlineData("^/", "")]
    [InlineData("a", "b c")]
    public void A_rewrite_that_makes_no_path_fails(string regex, string replace)
    {
        var failed = false;
        Assert.Null(RequestRewrite.Compile([new RuleTransform("url-rewrite", regex, replace)])?.Url("/a"u8, out failed));
        Assert.True(failed);
    }

    private static string Write(RedirectAction action, PlainRequest request)
    {
        var to = new byte[256];
        var length = RedirectTemplate.Compile(action).Write(request, isTls: false, 8080, to);
        return Encoding.ASCII.GetString(to, 0, length);
    }
}
