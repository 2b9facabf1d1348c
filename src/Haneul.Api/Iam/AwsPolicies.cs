using System.Collections.Frozen;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>
/// Policies that AWS manages and that networks often attach. Names and ARNs are AWS's; the documents are Haneul's own, shorter, for nothing is authorised by them.
/// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
/// </summary>
internal static class AwsPolicies
{
    private static readonly (string PathAndName, string Actions)[] Listed =
    [
        ("AdministratorAccess", "*"), ("PowerUserAccess", "*"), ("ReadOnlyAccess", "*:Get*"), ("SecurityAudit", "*:Describe*"),
        ("AmazonEC2FullAccess", "ec2:*"), ("AmazonEC2ReadOnlyAccess", "ec2:Describe*"), ("AmazonVPCFullAccess", "ec2:*"), ("AmazonVPCReadOnlyAccess", "ec2:Describe*"),
        ("AmazonS3FullAccess", "s3:*"), ("AmazonS3ReadOnlyAccess", "s3:Get*"), ("AmazonDynamoDBFullAccess", "dynamodb:*"), ("AmazonRDSFullAccess", "rds:*"),
        ("AmazonSSMManagedInstanceCore", "ssm:*"), ("AmazonSSMFullAccess", "ssm:*"), ("AmazonSSMReadOnlyAccess", "ssm:Get*"), ("AmazonSSMPatchAssociation", "ssm:*"),
        ("service-role/AmazonEC2RoleforSSM", "ssm:*"), ("CloudWatchAgentServerPolicy", "cloudwatch:PutMetricData"), ("CloudWatchAgentAdminPolicy", "cloudwatch:*"),
        ("CloudWatchFullAccess", "cloudwatch:*"), ("CloudWatchLogsFullAccess", "logs:*"), ("CloudWatchReadOnlyAccess", "cloudwatch:Get*"),
        ("AmazonEC2ContainerRegistryReadOnly", "ecr:Get*"), ("AmazonEC2ContainerRegistryPowerUser", "ecr:*"), ("AmazonEC2ContainerRegistryPullOnly", "ecr:Get*"),
        ("AmazonEKSClusterPolicy", "eks:*"), ("AmazonEKSServicePolicy", "eks:*"), ("AmazonEKSWorkerNodePolicy", "eks:Describe*"), ("AmazonEKS_CNI_Policy", "ec2:*"),
        ("AmazonEKSVPCResourceController", "ec2:*"), ("AmazonECS_FullAccess", "ecs:*"), ("service-role/AmazonECSTaskExecutionRolePolicy", "ecr:Get*"),
        ("service-role/AmazonEC2ContainerServiceforEC2Role", "ecs:*"), ("service-role/AWSLambdaBasicExecutionRole", "logs:*"),
        ("service-role/AWSLambdaVPCAccessExecutionRole", "ec2:*"), ("AWSLambda_FullAccess", "lambda:*"), ("ElasticLoadBalancingFullAccess", "elasticloadbalancing:*"),
        ("AutoScalingFullAccess", "autoscaling:*"), ("SecretsManagerReadWrite", "secretsmanager:*"), ("IAMFullAccess", "iam:*"), ("IAMReadOnlyAccess", "iam:Get*"),
        ("service-role/AmazonAPIGatewayPushToCloudWatchLogs", "logs:*"), ("AWSXRayDaemonWriteAccess", "xray:Put*"), ("AmazonRoute53FullAccess", "route53:*"),
    ];

    private static readonly DateTimeOffset Epoch = new(2015, 2, 6, 18, 0, 0, TimeSpan.Zero);

    private static readonly FrozenDictionary<string, IamPolicy> ByArn =
        Listed.Select((p, i) => Make(p.PathAndName, p.Actions, i)).ToFrozenDictionary(p => p.Id.Value, StringComparer.Ordinal);

    public static IEnumerable<IamPolicy> All => ByArn.Values;

    public static IamPolicy? Find(string arn) => ByArn.GetValueOrDefault(arn);

    private static IamPolicy Make(string pathAndName, string actions, int number)
    {
        var slash = pathAndName.LastIndexOf('/') + 1;
        var document = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{actions}}","Resource":"*"}]}""";
        return new IamPolicy
        {
            Id = new Id<IamPolicy>($"arn:aws:iam::aws:policy/{pathAndName}"),
            Name = pathAndName[slash..],
            UniqueId = $"ANPAHANEUL{number:D11}",
            Path = "/" + pathAndName[..slash],
            CreateTime = Epoch,
            UpdateTime = Epoch,
            Versions = [new IamPolicyVersion(1, document, Epoch)],
            DefaultVersion = 1,
            NextVersion = 2,
        };
    }
}
