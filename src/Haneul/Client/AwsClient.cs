using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Client;

/// <summary>
/// A small AWS client: EC2's query protocol and the JSON protocol, one endpoint, one region. It names its credential scope and signs nothing, for Haneul takes any credentials.
/// A refusal is a <see cref="Fault"/> with AWS's code.
/// </summary>
internal sealed class AwsClient(string endpoint, string region, string accessKey = "haneul") : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public string Endpoint { get; } = endpoint.TrimEnd('/');

    public string Region { get; } = region;

    /// <summary>Calls EC2; the answer's elements have plain names without namespaces.</summary>
    public async Task<XElement> Ec2Async(string action, CancellationToken cancel, params IEnumerable<(string Name, string Value)> members)
    {
        var form = new FormUrlEncodedContent(members.Prepend(("Version", "2016-11-15")).Prepend(("Action", action)).Select(m => KeyValuePair.Create(m.Item1, m.Item2)));
        var (status, text) = await SendAsync("ec2", form, cancel);
        try
        {
            var xml = Plain(XElement.Parse(text));
            if (status == 200) return xml;
            throw new Fault(xml.Descendants("Code").FirstOrDefault()?.Value ?? $"{status}", $"{action}: {xml.Descendants("Message").FirstOrDefault()?.Value}");
        }
        catch (XmlException)
        {
            throw new UserError($"What answers at {Endpoint} is not Haneul: {action} was answered with status {status} and no XML");
        }
    }

    /// <summary>Calls a service of the JSON protocol.</summary>
    public async Task<JsonElement> JsonAsync(string service, string target, string action, object body, CancellationToken cancel)
    {
        var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        content.Headers.Add("X-Amz-Target", $"{target}.{action}");
        var (status, text) = await SendAsync(service, content, cancel);
        try
        {
            var json = JsonDocument.Parse(text).RootElement;
            if (status == 200) return json;
            throw new Fault(json.GetProperty("__type").GetString() ?? $"{status}", $"{action}: {json.GetProperty("message").GetString()}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw new UserError($"What answers at {Endpoint} is not Haneul: {action} was answered with status {status} and no JSON");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<(int Status, string Text)> SendAsync(string service, HttpContent content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint + "/") { Content = content };
        var scope = $"Credential={accessKey}/20260101/{Region}/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}";
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 {scope}");
        try
        {
            using var response = await http.SendAsync(request, cancel);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
        }
        catch (HttpRequestException e)
        {
            throw new UserError($"No Haneul answers at {Endpoint}: {e.Message}");
        }
    }

    private static XElement Plain(XElement element) => new(element.Name.LocalName, element.HasElements ? element.Elements().Select(Plain) : element.Value);
}

/// <summary>Reads answers by path: <c>answer.Text("vpcSet/item/vpcId")</c>.</summary>
internal static class Answers
{
    public static IEnumerable<XElement> Each(this XElement answer, string path) => path.Split('/').Aggregate((IEnumerable<XElement>)[answer], (at, name) => at.Elements(name));

    /// <summary>The first text at the path; empty where there is none.</summary>
    public static string Text(this XElement answer, string path) => answer.Each(path).FirstOrDefault()?.Value ?? "";

    /// <summary>The value of a tag in the answer's tag set; empty where there is none.</summary>
    public static string Tag(this XElement resource, string key) => resource.Each("tagSet/item").FirstOrDefault(t => t.Text("key") == key)?.Text("value") ?? "";

    public static string Name(this XElement resource) => resource.Tag("Name");
}
