using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Tests.Api;

/// <summary>
/// A cloud in memory that is called as clients call it: through the dispatcher, by service and action, in the service's own protocol.
/// <code>cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId")</code>
/// </summary>
public sealed class TestCloud
{
    private readonly Dispatcher dispatcher;
    private readonly string account;
    private readonly string region;

    public TestCloud() : this(new CountedIds(), "000000000000", "ap-northeast-2")
    {
    }

    private TestCloud(IIds ids, string account, string region)
        : this(new TestLedger(ids), account, region, ids)
    {
    }

    private TestCloud(TestLedger ledger, string account, string region, IIds ids)
    {
        Ledger = ledger;
        Ids = ids;
        this.account = account;
        this.region = region;
        dispatcher = new Dispatcher(ledger, new NothingSeen(objects: (bucket, key, _) => Objects.GetValueOrDefault($"{bucket}/{key}")), ids, new DispatcherSettings());
    }

    public TestLedger Ledger { get; }

    public IIds Ids { get; }

    /// <summary>What lies in buckets, by <c>bucket/key</c>.</summary>
    public Dictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>The world as this caller sees it.</summary>
    public Scope Scope => Ledger.Current.At(new Place(account, region));

    /// <summary>The same cloud, called by another account or in another region.</summary>
    public TestCloud As(string? account = null, string? region = null) => new(Ledger, account ?? this.account, region ?? this.region, Ids);

    /// <summary>Calls EC2; a fault fails the test with its code and message.</summary>
    public XElement Ec2(string action, params (string Name, string Value)[] parameters) => Call("ec2", action, parameters);

    /// <summary>The code of the fault that an EC2 call is answered with; an answer that is no fault fails the test.</summary>
    public string Ec2Fault(string action, params (string Name, string Value)[] parameters) => FaultOf("ec2", action, parameters);

    /// <summary>Calls a query service; the answer has no namespaces, so that elements are found by plain names.</summary>
    public XElement Call(string service, string action, params (string Name, string Value)[] parameters)
    {
        var response = Send(service, action, parameters);
        var xml = Plain(XElement.Parse(Encoding.UTF8.GetString(response.Body)));
        if (response.Status != 200) throw new CallRefused(action, xml.Descendants("Code").First().Value, xml.Descendants("Message").First().Value, response.Status);
        return xml.Element($"{action}Result") ?? xml;
    }

    /// <summary>The code of the fault that a call is answered with.</summary>
    public string FaultOf(string service, string action, params (string Name, string Value)[] parameters)
    {
        try
        {
            var answer = Call(service, action, parameters);
            throw new Xunit.Sdk.XunitException($"{action} should have been refused, but was answered:\n{answer}");
        }
        catch (CallRefused refused)
        {
            return refused.Code;
        }
    }

    /// <summary>Calls a JSON service with a body; a fault fails the test with its code and message.</summary>
    public JsonElement Json(string service, string action, string body = "{}")
    {
        var target = ServiceCatalog.Haneul.OfSigningName(service)?.Target ?? throw new ArgumentException($"No service {service}");
        var response = Handle(service, body, name => name == "X-Amz-Target" ? $"{target}.{action}" : null);
        var json = JsonDocument.Parse(response.Body).RootElement;
        if (response.Status != 200) throw new CallRefused(action, json.GetProperty("__type").GetString() ?? "", json.GetProperty("message").GetString() ?? "", response.Status);
        return json;
    }

    /// <summary>The code of the fault that a JSON call is answered with.</summary>
    public string JsonFault(string service, string action, string body = "{}")
    {
        try
        {
            var answer = Json(service, action, body);
            throw new Xunit.Sdk.XunitException($"{action} should have been refused, but was answered:\n{answer}");
        }
        catch (CallRefused refused)
        {
            return refused.Code;
        }
    }

    /// <summary>The raw answer of a query service.</summary>
    public ApiResponse Send(string service, string action, params (string Name, string Value)[] parameters)
    {
        var version = ServiceCatalog.Haneul.OfSigningName(service)?.Version ?? throw new ArgumentException($"No service {service}");
        var form = string.Join('&', parameters.Prepend(("Version", version)).Prepend(("Action", action)).Select(p => $"{Uri.EscapeDataString(p.Item1)}={Uri.EscapeDataString(p.Item2)}"));
        return Handle(service, form, _ => null);
    }

    private ApiResponse Handle(string service, string body, Func<string, string?> header)
    {
        var credential = $"AWS4-HMAC-SHA256 Credential={(account == "000000000000" ? "test" : account)}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0";
        var request = new ApiRequest("POST", "/", "", name => name == "Authorization" ? credential : header(name), Encoding.UTF8.GetBytes(body));
        return dispatcher.HandleAsync(request, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static XElement Plain(XElement element) =>
        new(element.Name.LocalName, element.HasElements ? element.Elements().Select(Plain) : element.Value);
}

/// <summary>A call that was answered with a fault.</summary>
public sealed class CallRefused(string action, string code, string message, int status) : Exception($"{action}: {status} {code}: {message}")
{
    public string Code { get; } = code;
}

/// <summary>Reading answers by path: <c>answer.Text("vpcSet/item/vpcId")</c>.</summary>
public static class Answers
{
    /// <summary>The text of the first element at the path; fails where there is none.</summary>
    public static string Text(this XElement answer, string path) =>
        answer.TextOrNull(path) ?? throw new Xunit.Sdk.XunitException($"The answer has no {path}:\n{answer}");

    public static string? TextOrNull(this XElement answer, string path) => answer.Each(path).FirstOrDefault()?.Value;

    /// <summary>All elements at the path.</summary>
    public static IReadOnlyList<XElement> Each(this XElement answer, string path) =>
        [.. path.Split('/').Aggregate((IEnumerable<XElement>)[answer], (at, name) => at.Elements(name))];

    /// <summary>The texts of all elements at the path.</summary>
    public static IReadOnlyList<string> Texts(this XElement answer, string path) => [.. answer.Each(path).Select(e => e.Value)];
}
