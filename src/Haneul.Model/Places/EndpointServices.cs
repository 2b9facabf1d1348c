using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A service of AWS's that endpoints lead to.</summary>
/// <param name="Code">What stands last in its name: <c>ecr.api</c>.</param>
/// <param name="Type">Gateway or Interface.</param>
public sealed record EndpointService(string Code, string Type)
{
    public string NameIn(string region) => $"com.amazonaws.{region}.{Code}";

    /// <summary>The name by which clients know the service, which private DNS takes over: <c>api.ecr.ap-northeast-2.amazonaws.com</c>.</summary>
    public string PrivateDnsIn(string region) => $"{EndpointServices.DnsLabels(Code)}.{region}.amazonaws.com";
}

/// <summary>
/// The services with endpoints in every region, as AWS names them. Haneul has them all everywhere, though AWS lacks a few in some regions.
/// https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
/// </summary>
public static class EndpointServices
{
    private static readonly string[] InterfaceCodes =
    [
        "access-analyzer", "acm-pca", "airflow.api", "airflow.env", "airflow.ops", "application-autoscaling", "appmesh-envoy-management", "athena", "autoscaling",
        "autoscaling-plans", "backup", "batch", "bedrock", "bedrock-runtime", "cloudformation", "cloudtrail", "codeartifact.api", "codeartifact.repositories",
        "codebuild", "codecommit", "codedeploy", "codedeploy-commands-secure", "codepipeline", "comprehend", "config", "databrew", "datasync", "dms", "dynamodb",
        "ebs", "ec2", "ec2messages", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "eks", "eks-auth", "elasticache", "elasticbeanstalk",
        "elasticbeanstalk-health", "elasticfilesystem", "elasticloadbalancing", "elasticmapreduce", "email-smtp", "events", "execute-api", "git-codecommit", "glue",
        "guardduty-data", "imagebuilder", "inspector2", "kinesis-firehose", "kinesis-streams", "kms", "lakeformation", "lambda", "license-manager", "logs", "monitoring",
        "rds", "rds-data", "redshift", "redshift-data", "rekognition", "s3", "sagemaker.api", "sagemaker.runtime", "secretsmanager", "securityhub", "servicecatalog",
        "servicediscovery", "sms", "sns", "sqs", "ssm", "ssm-contacts", "ssm-incidents", "ssmmessages", "states", "storagegateway", "sts", "synthetics", "textract",
        "transcribe", "transfer", "transfer.server", "translate", "workspaces", "xray",
    ];

    /// <summary>Names that do not follow from the code.</summary>
    private static readonly FrozenDictionary<string, string> Labels = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kinesis-streams"] = "kinesis",
        ["kinesis-firehose"] = "firehose",
        ["ecr.dkr"] = "*.dkr.ecr",
        ["execute-api"] = "*.execute-api",
        ["s3"] = "*.s3",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ImmutableArray<EndpointService> All { get; } =
    [
        new("dynamodb", "Gateway"), new("s3", "Gateway"), .. InterfaceCodes.Select(c => new EndpointService(c, "Interface")),
    ];

    /// <summary>The service of this name in a region, of all types that it has.</summary>
    public static IReadOnlyList<EndpointService> Named(string name, string region) => [.. All.Where(s => s.NameIn(region) == name)];

    /// <summary><c>ecr.api</c> → <c>api.ecr</c>; a few have labels of their own.</summary>
    internal static string DnsLabels(string code) => Labels.GetValueOrDefault(code) ?? string.Join('.', code.Split('.').Reverse());
}
