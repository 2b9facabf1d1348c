using System.Text.Json;
using Haneul.Api.Dispatch;
using Haneul.Tests.Processes;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Clients;

/// <summary>AWS's own clients against a running Haneul: they parse every answer with AWS's models, wait, page and sort out errors as they do on AWS.</summary>
public sealed class ClientTests(RunningDaemon running) : IClassFixture<RunningDaemon>
{
    [NeedsTool(Tool.Boto3)]
    public async Task Boto3_reads_everything_waits_pages_and_knows_every_fault()
    {
        var operations = Path.GetTempFileName();
        try
        {
            var known = Service.All.ToDictionary(s => s.SigningName switch { "servicequotas" => "service-quotas", "monitoring" => "cloudwatch", "elasticloadbalancing" => "elbv2", var name => name }, s => Actions.Of(s).Select(a => a.Name).ToList());
            await File.WriteAllTextAsync(operations, JsonSerializer.Serialize(known));
            var ran = await Ran.Of(Tool.Python, [Repository.At("tests", "Haneul.Tests", "Clients", "boto3_client.py"), running.Daemon.Endpoint, operations], running.Daemon.Environment);
            Assert.Matches("^[0-9]{2,} reading calls", ran.Good());
        }
        finally
        {
            File.Delete(operations);
        }
    }

    [NeedsTool(Tool.AwsCli)]
    public async Task The_aws_command_line_builds_reads_and_is_refused()
    {
        var vpc = (await Aws("ec2", "create-vpc", "--cidr-block", "10.6.0.0/16", "--tag-specifications", "ResourceType=vpc,Tags=[{Key=Name,Value=cli}]", "--query", "Vpc.VpcId", "--output", "text")).Good().Trim();
        (await Aws("ec2", "wait", "vpc-available", "--vpc-ids", vpc)).Good();
        Assert.Equal("cli", (await Aws("ec2", "describe-tags", "--filters", $"Name=resource-id,Values={vpc}", "--query", "Tags[0].Value", "--output", "text")).Good().Trim());
        var refused = await Aws("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.99.0.0/24");
        Assert.NotEqual(0, refused.Exit);
        Assert.Contains("(InvalidSubnet.Range)", refused.Error);
        Assert.Contains("000000000000", (await Aws("sts", "get-caller-identity")).Good());
        Assert.Contains("ami-", (await Aws("ssm", "get-parameter", "--name", "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")).Good());
        (await Aws("logs", "create-log-group", "--log-group-name", "/cli")).Good();
        Assert.Contains("/cli", (await Aws("logs", "describe-log-groups")).Good());
        Assert.Contains("L-F678F1CE", (await Aws("service-quotas", "list-service-quotas", "--service-code", "vpc")).Good());
        (await Aws("iam", "list-roles")).Good();
        (await Aws("ec2", "delete-vpc", "--vpc-id", vpc)).Good();
    }

    [NeedsTool(Tool.JavaScriptSdk)]
    public async Task The_sdk_for_javascript_builds_waits_and_pages()
    {
        var script = Repository.At("tests", "Haneul.Tests", "Clients", "sdk_client.mjs");
        var ran = await Ran.Of(Tool.NodePath, [script, running.Daemon.Endpoint, Tool.NodeModules], running.Daemon.Environment);
        Assert.EndsWith("instance types", ran.Good().Trim());
    }

    private Task<Ran> Aws(params string[] arguments) =>
        Ran.Of(Tool.AwsPath, ["--endpoint-url", running.Daemon.Endpoint, .. arguments], running.Daemon.Environment);
}
