using System.Xml.Linq;

namespace Haneul.Bench;

/// <summary>The least EC2 client: a form in, XML out, on kept-alive connections. Cheap, so that the server is what is measured.</summary>
internal sealed class Ec2Client(string endpoint) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromSeconds(60) };

    public async Task<string> CallAsync(string action, params (string Name, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint + "/");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=00");
        request.Content = new FormUrlEncodedContent([.. parameters.Prepend(("Version", "2016-11-15")).Prepend(("Action", action)).Select(p => KeyValuePair.Create(p.Item1, p.Item2))]);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{action}: {text}");
    }

    public static string First(string xml, string element) => XElement.Parse(xml).Descendants().First(e => e.Name.LocalName == element).Value;

    public void Dispose() => http.Dispose();
}
