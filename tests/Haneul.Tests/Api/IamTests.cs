using Xunit;

namespace Haneul.Tests.Api;

public sealed class IamTests
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly TestCloud cloud = new();

    [Fact]
    public void A_role_is_of_the_whole_account_and_answers_its_documents_escaped()
    {
        Iam("CreateRole", ("RoleName", "web"), ("Path", "/app/"), ("AssumeRolePolicyDocument", Trust), ("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "1"));
        var seen = cloud.As(region: "us-east-1").Call("iam", "GetRole", ("RoleName", "web"));
        Assert.Equal("arn:aws:iam::000000000000:role/app/web", seen.Text("Role/Arn"));
        Assert.Equal(Uri.EscapeDataString(Trust), seen.Text("Role/AssumeRolePolicyDocument"));
        Assert.Equal("1", seen.Text("Role/Tags/member/Value"));
        Assert.Equal("NoSuchEntity", cloud.As(account: "111111111111").FaultOf("iam", "GetRole", ("RoleName", "web")));
        Assert.Equal("EntityAlreadyExists", Fault("CreateRole", ("RoleName", "WEB"), ("AssumeRolePolicyDocument", Trust)));
        Assert.Equal("MalformedPolicyDocument", Fault("CreateRole", ("RoleName", "x"), ("AssumeRolePolicyDocument", "nonsense")));
    }

    [Fact]
    public void A_role_goes_only_when_nothing_hangs_on_it()
    {
        Iam("CreateRole", ("RoleName", "web"), ("AssumeRolePolicyDocument", Trust));
        Iam("PutRolePolicy", ("RoleName", "web"), ("PolicyName", "inline"), ("PolicyDocument", Trust));
        Iam("AttachRolePolicy", ("RoleName", "web"), ("PolicyArn", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"));
        Iam("CreateInstanceProfile", ("InstanceProfileName", "web"));
        Iam("AddRoleToInstanceProfile", ("InstanceProfileName", "web"), ("RoleName", "web"));
        Assert.Equal("LimitExceeded", Fault("AddRoleToInstanceProfile", ("InstanceProfileName", "web"), ("RoleName", "web")));
        Assert.Equal("DeleteConflict", Fault("DeleteInstanceProfile", ("InstanceProfileName", "web")));
        Assert.Equal("web", Iam("ListInstanceProfilesForRole", ("RoleName", "web")).Text("InstanceProfiles/member/Roles/member/RoleName"));
        Assert.Equal("DeleteConflict", Fault("DeleteRole", ("RoleName", "web")));
        Iam("RemoveRoleFromInstanceProfile", ("InstanceProfileName", "web"), ("RoleName", "web"));
        Assert.Equal("DeleteConflict", Fault("DeleteRole", ("RoleName", "web")));
        Iam("DetachRolePolicy", ("RoleName", "web"), ("PolicyArn", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"));
        Assert.Equal("DeleteConflict", Fault("DeleteRole", ("RoleName", "web")));
        Iam("DeleteRolePolicy", ("RoleName", "web"), ("PolicyName", "inline"));
        Iam("DeleteRole", ("RoleName", "web"));
        Assert.Equal("NoSuchEntity", Fault("ListRolePolicies", ("RoleName", "web")));
    }

    [Fact]
    public void A_policy_keeps_five_versions()
    {
        var arn = Iam("CreatePolicy", ("PolicyName", "p"), ("PolicyDocument", Trust)).Text("Policy/Arn");
        for (var i = 2; i <= 5; i++) Iam("CreatePolicyVersion", ("PolicyArn", arn), ("PolicyDocument", Trust), ("SetAsDefault", "true"));
        Assert.Equal("LimitExceeded", Fault("CreatePolicyVersion", ("PolicyArn", arn), ("PolicyDocument", Trust)));
        Assert.Equal(["v5", "v4", "v3", "v2", "v1"], Iam("ListPolicyVersions", ("PolicyArn", arn)).Texts("Versions/member/VersionId"));
        Assert.Equal("DeleteConflict", Fault("DeletePolicyVersion", ("PolicyArn", arn), ("VersionId", "v5")));
        Assert.Equal("DeleteConflict", Fault("DeletePolicy", ("PolicyArn", arn)));
        for (var i = 1; i <= 4; i++) Iam("DeletePolicyVersion", ("PolicyArn", arn), ("VersionId", $"v{i}"));
        Assert.Equal(Uri.EscapeDataString(Trust), Iam("GetPolicyVersion", ("PolicyArn", arn), ("VersionId", "v5")).Text("PolicyVersion/Document"));
        Iam("DeletePolicy", ("PolicyArn", arn));
        Assert.Equal("NoSuchEntity", Fault("GetPolicy", ("PolicyArn", arn)));
        Assert.Equal("NoSuchEntity", Fault("GetPolicy", ("PolicyArn", "arn:aws:iam::aws:policy/Nothing")));
    }

    [Fact]
    public void Listings_come_in_pages()
    {
        for (var i = 0; i < 5; i++) Iam("CreateRole", ("RoleName", $"r{i}"), ("AssumeRolePolicyDocument", Trust));
        var first = Iam("ListRoles", ("MaxItems", "3"));
        Assert.Equal("true", first.Text("IsTruncated"));
        var rest = Iam("ListRoles", ("MaxItems", "3"), ("Marker", first.Text("Marker")));
        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], first.Texts("Roles/member/RoleName").Concat(rest.Texts("Roles/member/RoleName")));
        Assert.Equal("false", rest.Text("IsTruncated"));
    }

    [Fact]
    public void The_role_of_a_service_is_made_once_and_only_its_service_unmakes_it()
    {
        var name = Iam("CreateServiceLinkedRole", ("AWSServiceName", "autoscaling.amazonaws.com"), ("CustomSuffix", "x")).Text("Role/RoleName");
        Assert.Equal("AWSServiceRoleForAutoScaling_x", name);
        Assert.Equal("InvalidInput", Fault("CreateServiceLinkedRole", ("AWSServiceName", "autoscaling.amazonaws.com"), ("CustomSuffix", "x")));
        Assert.Equal("UnmodifiableEntity", Fault("DeleteRole", ("RoleName", name)));
        var task = Iam("DeleteServiceLinkedRole", ("RoleName", name)).Text("DeletionTaskId");
        Assert.Equal("SUCCEEDED", Iam("GetServiceLinkedRoleDeletionStatus", ("DeletionTaskId", task)).Text("Status"));
    }

    [Fact]
    public void Log_groups_are_kept_with_retention_and_tags()
    {
        cloud.Json("logs", "CreateLogGroup", """{"logGroupName":"/flows/a","tags":{"k":"v"}}""");
        cloud.Json("logs", "PutRetentionPolicy", """{"logGroupName":"/flows/a","retentionInDays":30}""");
        var group = cloud.Json("logs", "DescribeLogGroups", """{"logGroupNamePrefix":"/flows"}""").GetProperty("logGroups")[0];
        Assert.Equal(30, group.GetProperty("retentionInDays").GetInt32());
        var arn = group.GetProperty("logGroupArn").GetString();
        Assert.Equal("v", cloud.Json("logs", "ListTagsForResource", $$"""{"resourceArn":"{{arn}}"}""").GetProperty("tags").GetProperty("k").GetString());
        Assert.Equal("ResourceAlreadyExistsException", cloud.JsonFault("logs", "CreateLogGroup", """{"logGroupName":"/flows/a"}"""));
        Assert.Equal("InvalidParameterException", cloud.JsonFault("logs", "PutRetentionPolicy", """{"logGroupName":"/flows/a","retentionInDays":2}"""));
        cloud.Json("logs", "DeleteLogGroup", """{"logGroupName":"/flows/a"}""");
        Assert.Equal("ResourceNotFoundException", cloud.JsonFault("logs", "DeleteLogGroup", """{"logGroupName":"/flows/a"}"""));
    }

    [Fact]
    public void A_quota_that_was_raised_holds()
    {
        for (var i = 1; i < 5; i++) cloud.Ec2("CreateVpc", ("CidrBlock", $"10.{i}.0.0/16"));
        Assert.Equal("VpcLimitExceeded", cloud.Ec2Fault("CreateVpc", ("CidrBlock", "10.9.0.0/16")));
        cloud.Json("servicequotas", "RequestServiceQuotaIncrease", """{"ServiceCode":"vpc","QuotaCode":"L-F678F1CE","DesiredValue":6}""");
        cloud.Ec2("CreateVpc", ("CidrBlock", "10.9.0.0/16"));
        Assert.Equal(6, cloud.Json("servicequotas", "GetServiceQuota", """{"ServiceCode":"vpc","QuotaCode":"L-F678F1CE"}""").GetProperty("Quota").GetProperty("Value").GetDouble());
        Assert.Equal(5, cloud.Json("servicequotas", "GetAWSDefaultServiceQuota", """{"ServiceCode":"vpc","QuotaCode":"L-F678F1CE"}""").GetProperty("Quota").GetProperty("Value").GetDouble());
        Assert.Equal("APPROVED", cloud.Json("servicequotas", "ListRequestedServiceQuotaChangeHistory", """{"ServiceCode":"vpc"}""").GetProperty("RequestedQuotas")[0].GetProperty("Status").GetString());
        Assert.Equal("IllegalArgumentException", cloud.JsonFault("servicequotas", "RequestServiceQuotaIncrease", """{"ServiceCode":"vpc","QuotaCode":"L-F678F1CE","DesiredValue":5000}"""));
        Assert.Equal("NoSuchResourceException", cloud.JsonFault("servicequotas", "GetServiceQuota", """{"ServiceCode":"vpc","QuotaCode":"L-00000000"}"""));
    }

    private System.Xml.Linq.XElement Iam(string action, params (string, string)[] parameters) => cloud.Call("iam", action, parameters);

    private string Fault(string action, params (string, string)[] parameters) => cloud.FaultOf("iam", action, parameters);
}
