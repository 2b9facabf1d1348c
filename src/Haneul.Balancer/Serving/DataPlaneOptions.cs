using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Haneul.Balancer;

/// <summary>How a data plane runs.</summary>
public sealed record DataPlaneOptions
{
    /// <summary>Event loops, each a thread with its own listening sockets, connections to targets and buffers; one for each core.</summary>
    public int Loops { get; init; } = Environment.ProcessorCount;

    /// <summary>The folder that stands for S3: access logs go to the bucket's folder in it. Null: none are written.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>Finds identity providers; else this machine's resolver is asked.</summary>
    public ResolveName Resolve { get; init; } = static async (_, name, cancelled) => await Dns.GetHostAddressesAsync(name, cancelled);

    /// <summary>So long an identity provider may take for each of two questions: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#error-reason-codes</summary>
    public TimeSpan ProviderLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Authorities that vouch for identity providers beside those that this machine trusts.</summary>
    public X509Certificate2Collection Trusted { get; init; } = [];

    /// <summary>Takes what people should read who look for what went wrong here, for the log; from any thread.</summary>
    public Action<string> Say { get; init; } = Console.Error.WriteLine;
}
