using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;
using Haneul.Tests.Api;
using Haneul.Tests.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Wire;

/// <summary>Whatever is sent, the answer is AWS's: a result or a fault of the client's, well formed; never an exception, never a 5xx.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>A cloud grows while it is asked; a fresh one every so many requests keeps each request cheap.</summary>
    private const int RequestsPerCloud = 250;

    [Fact]
    public void No_request_of_any_action_makes_the_api_answer_anything_but_a_result_or_a_fault()
    {
        var seed = new Seed(output, nameof(FuzzTests));
        var good = 0;
        var all = 0;
        seed.Cases(Seed.Long ? 400 : 12, chance =>
        {
            var (ledger, dispatcher) = NewCloud();
            var requests = new RandomRequests(chance, () => ledger.Current);
            for (var i = 0; i < RequestsPerCloud; i++, all++)
            {
                var request = requests.Next();
                if (Ask(dispatcher, request).Status == 200) good++;
                if (i % 10 == 9) Sound(ledger.Current, request);
            }
        });
        output.WriteLine($"{good} of {all} requests were answered with a result");
        // A fuzzer that is always refused at the door tests the door alone.
        Assert.True(good > all / 20, $"Only {good} of {all} requests were answered with a result");
    }

    [Fact]
    public void Every_action_is_asked()
    {
        var seed = new Seed(output, nameof(FuzzTests));
        seed.Cases(Seed.Long ? 40 : 1, chance =>
        {
            var (ledger, dispatcher) = NewCloud();
            var requests = new RandomRequests(chance, () => ledger.Current);
            for (var n = 0; n < RandomRequests.Count * 3; n++) Ask(dispatcher, requests.Next(n));
        });
    }

    [Fact]
    public void No_envelope_makes_the_api_answer_anything_but_a_result_or_a_fault()
    {
        var seed = new Seed(output, nameof(FuzzTests));
        seed.Cases(Seed.Long ? 50_000 : 1500, chance =>
        {
            var (ledger, dispatcher) = NewCloud();
            var values = new OddValues(chance, () => ledger.Current);
            string? Maybe(params string[] some) => chance.Next(3) == 0 ? null : chance.Next(4) == 0 ? values.Odd() : values.Pick(some);
            var headers = new Dictionary<string, string?>
            {
                ["Authorization"] = Maybe("AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ec2/aws4_request", "AWS4-HMAC-SHA256 Credential=/20260101//ec2/aws4_request", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/route53/aws4_request", "Basic eDp4", "AWS4-"),
                ["X-Amz-Target"] = Maybe("AmazonSSM.GetParameter", "AmazonSSM.", ".", "AmazonSSM.Nothing", "Logs_20140328.DescribeLogGroups", "x"),
            };
            var query = Maybe("?Action=DescribeVpcs&Version=2016-11-15", "?X-Amz-Credential=test/20260101/us-east-1/ec2/aws4_request&Action=DescribeVpcs", "?Action", "?=", "?Version=x") ?? "";
            var body = Encoding.UTF8.GetBytes(Maybe("Action=DescribeVpcs&Version=2016-11-15", "{\"Name\":\"x\"}", "<a/>", "Action=GetCallerIdentity&Version=2011-06-15", "{", "[", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c=1", new string('[', 100_000), "Action=DescribeVpcs&Filter.1=x&Filter.1.Name=y", "&&&&====") ?? "");
            var request = new ApiRequest(values.Pick(["GET", "POST", "PUT", "HEAD", "DELETE", "X"]), Maybe("/", "/2013-04-01/hostedzone", "//", "/_haneul") ?? "/", query, n => headers.GetValueOrDefault(n), body);
            Ask(dispatcher, request);
        });
    }

    private static (TestLedger Ledger, Dispatcher Dispatcher) NewCloud()
    {
        var ids = new CountedIds();
        var ledger = new TestLedger(ids);
        return (ledger, new Dispatcher(ledger, new NothingSeen(), ids, new DispatcherSettings()));
    }

    private static ApiResponse Ask(Dispatcher dispatcher, ApiRequest request)
    {
        try
        {
            var response = dispatcher.HandleAsync(request, CancellationToken.None).GetAwaiter().GetResult();
            Assert.True(response.Status is 200 or >= 400 and < 500, $"Status {response.Status}");
            Check(response);
            return response;
        }
        catch (Exception e)
        {
            var text = Encoding.UTF8.GetString(request.Body.Span);
            throw new Xunit.Sdk.XunitException($"{request.Method} {request.Path}{request.QueryString} {request.Header("X-Amz-Target")}\n{(text.Length > 4000 ? text[..4000] + "…" : text)}\n{e}");
        }
    }

    /// <summary>Whatever was asked, the world keeps its promises.</summary>
    private static void Sound(World world, ApiRequest last)
    {
        var broken = Invariants.Of(world);
        Assert.True(broken.Count == 0, $"{string.Join('\n', broken)}\nafter, among others:\n{Encoding.UTF8.GetString(last.Body.Span)}");
    }

    /// <summary>What is sent back can be read, and a fault has a code.</summary>
    private static void Check(ApiResponse response)
    {
        if (response.ContentType.Contains("json", StringComparison.Ordinal))
        {
            using var json = JsonDocument.Parse(response.Body);
            if (response.Status != 200) Assert.NotEqual("", json.RootElement.GetProperty("__type").GetString());
            return;
        }
        var xml = XElement.Parse(Encoding.UTF8.GetString(response.Body));
        if (response.Status != 200) Assert.NotEqual("", xml.Descendants().First(e => e.Name.LocalName == "Code").Value);
    }
}
