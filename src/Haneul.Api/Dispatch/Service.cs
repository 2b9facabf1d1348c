using System.Reflection;
using Haneul.Api.Wire;

namespace Haneul.Api.Dispatch;

/// <summary>One of AWS's services: how it is recognised and spoken to.</summary>
/// <param name="Name">The namespace of its actions below Haneul.Api, and what it is called in listings.</param>
/// <param name="SigningName">The service in the credential scope.</param>
/// <param name="Version">The API version that query requests carry.</param>
/// <param name="Target">What stands before the dot of X-Amz-Target.</param>
public sealed record Service(string Name, string SigningName, Dialect Dialect, string Version, string Target = "")
{
    /// <summary>The namespace of its XML answers.</summary>
    public string Xmlns { get; init; } = "";

    /// <summary>1.0 or 1.1.</summary>
    public string JsonVersion { get; init; } = "1.1";

    /// <summary>Regional services open the region on their first call: it then has its default VPC.</summary>
    public bool OpensRegion { get; init; }

    /// <summary>Another API of the same signing name, which is not there: its version, and what to call it.</summary>
    public (string Version, string Name)? Namesake { get; init; }

    /// <summary>Global services keep their records with the account, whatever region signed the call.</summary>
    public static IReadOnlyList<Service> All { get; } =
    [
        new("Ec2", "ec2", Dialect.Ec2Query, "2016-11-15") { Xmlns = "http://ec2.amazonaws.com/doc/2016-11-15/", OpensRegion = true },
        new("Sts", "sts", Dialect.AwsQuery, "2011-06-15") { Xmlns = "https://sts.amazonaws.com/doc/2011-06-15/" },
        new("Iam", "iam", Dialect.AwsQuery, "2010-05-08") { Xmlns = "https://iam.amazonaws.com/doc/2010-05-08/" },
        new("AutoScaling", "autoscaling", Dialect.AwsQuery, "2011-01-01") { Xmlns = "http://autoscaling.amazonaws.com/doc/2011-01-01/", OpensRegion = true },
        // The same actions in two protocols: older clients speak query, newer ones JSON.
        new("CloudWatch", "monitoring", Dialect.AwsQuery, "2010-08-01", "GraniteServiceVersion20100801") { Xmlns = "http://monitoring.amazonaws.com/doc/2010-08-01/", JsonVersion = "1.0", OpensRegion = true },
        new("Ssm", "ssm", Dialect.AwsJson, "2014-11-06", "AmazonSSM"),
        new("Logs", "logs", Dialect.AwsJsonLower, "2014-03-28", "Logs_20140328"),
        new("ElbV2", "elasticloadbalancing", Dialect.AwsQuery, "2015-12-01")
        {
            Xmlns = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/", OpensRegion = true, Namesake = ("2012-06-01", "Classic Load Balancers (elb)"),
        },
        new("Acm", "acm", Dialect.AwsJson, "2015-12-08", "CertificateManager"),
        new("ServiceQuotas", "servicequotas", Dialect.AwsJson, "2019-06-24", "ServiceQuotasV20190624"),
    ];

    /// <summary>Where its actions are: the assembly and the namespace above its own.</summary>
    public Assembly Home { get; init; } = typeof(Service).Assembly;

    public string Root { get; init; } = "Haneul.Api";

    public string Namespace => $"{Root}.{Name}";
}

/// <summary>The services of one endpoint, found by what a request says of itself.</summary>
public sealed class ServiceCatalog(IReadOnlyList<Service> services)
{
    private readonly Dictionary<string, Service> bySigningName = services.ToDictionary(s => s.SigningName, StringComparer.Ordinal);

    private readonly Dictionary<string, Service> byTarget = services.Where(s => s.Target.Length > 0).ToDictionary(s => s.Target, StringComparer.Ordinal);

    /// <summary>All that Haneul has.</summary>
    public static ServiceCatalog Haneul { get; } = new(Service.All);

    public Service? OfSigningName(string name) => bySigningName.GetValueOrDefault(name);

    public Service? OfTarget(string target) => byTarget.GetValueOrDefault(target);

    /// <summary>A query service by the API version that its requests carry.</summary>
    public Service? OfVersion(string version) => services.FirstOrDefault(s => !s.Dialect.IsJson() && s.Version == version);

    /// <summary>A REST service whose paths begin with its version.</summary>
    public Service? OfPath(string path) => services.FirstOrDefault(s => s.Dialect == Dialect.RestXml && path.StartsWith($"/{s.Version}/", StringComparison.Ordinal));
}
