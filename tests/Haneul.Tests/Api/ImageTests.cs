using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class ImageTests
{
    private readonly TestCloud cloud = new();

    [Theory]
    [InlineData("amazon", "al2023-ami-2023.*-x86_64")]
    [InlineData("amazon", "al2023-ami-2023*-arm64")]
    [InlineData("amazon", "amzn2-ami-hvm-*-x86_64-gp2")]
    [InlineData("137112412989", "amzn2-ami-hvm-2.0.*-x86_64-gp2")]
    [InlineData("amazon", "amzn-ami-hvm-*-x86_64-gp2")]
    [InlineData("amazon", "amzn-ami-vpc-nat-*")]
    [InlineData("amazon", "amzn2-ami-ecs-hvm-*-x86_64-ebs")]
    [InlineData("099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*")]
    [InlineData("099720109477", "ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-arm64-server-*")]
    [InlineData("099720109477", "ubuntu/images/*/ubuntu-focal-20.04-amd64-server-*")]
    [InlineData("136693071363", "debian-12-amd64-*")]
    [InlineData("568608671756", "fck-nat-al2023-*-arm64-ebs")]
    public void A_wildcard_that_people_use_finds_exactly_one_image(string owner, string pattern)
    {
        var found = cloud.Ec2("DescribeImages", ("Owner.1", owner), ("Filter.1.Name", "name"), ("Filter.1.Value.1", pattern), ("Filter.2.Name", "virtualization-type"), ("Filter.2.Value.1", "hvm"));
        Assert.Single(found.Each("imagesSet/item"));
    }

    [Fact]
    public void An_image_has_an_id_of_its_own_in_every_region_and_the_same_on_every_machine()
    {
        var ids = Regions.All.SelectMany(r => Images.CatalogueOf(r.Name)).Select(i => i.Id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^ami-[0-9a-f]{17}$", id));
        Assert.Equal(Images.IdOf("eu-west-1", "debian-12-amd64-20250115-1993"), Images.CatalogueOf("eu-west-1").Single(i => i.Name == "debian-12-amd64-20250115-1993").Id);
    }

    [Fact]
    public void An_unknown_image_is_refused_with_a_hint()
    {
        var refused = Assert.Throws<CallRefused>(() => cloud.Ec2("DescribeImages", ("ImageId.1", "ami-0123456789abcdef0")));
        Assert.Equal("InvalidAMIID.NotFound", refused.Code);
        Assert.Contains("/aws/service/ami-amazon-linux-latest/", refused.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidAMIID.Malformed", cloud.Ec2Fault("DescribeImages", ("ImageId.1", "nonsense")));
        Assert.Equal("InvalidInstanceID.Malformed", cloud.Ec2Fault("GetInstanceUefiData", ("InstanceId", "ami-0123456789abcdef0")));
    }

    [Fact]
    public void Every_image_parameter_names_an_image_of_its_region_and_architecture()
    {
        foreach (var (name, image) in ImageParameters.Of("ap-northeast-2"))
        {
            var value = cloud.Json("ssm", "GetParameter", $$"""{"Name":"{{name}}"}""").GetProperty("Parameter").GetProperty("Value").GetString();
            Assert.Equal(image.Id.Value, value);
            if (name.Contains("arm64", StringComparison.Ordinal)) Assert.Equal("arm64", image.Architecture);
            if (name.Contains("x86_64", StringComparison.Ordinal) || name.Contains("amd64", StringComparison.Ordinal)) Assert.Equal("x86_64", image.Architecture);
        }
        Assert.True(ImageParameters.Of("ap-northeast-2").Count() >= 40);
        Assert.Equal("ParameterNotFound", cloud.JsonFault("ssm", "GetParameter", """{"Name":"/mine"}"""));
    }

    [Fact]
    public void Parameters_below_a_path_come_in_pages_that_together_hold_each_once()
    {
        var names = new List<string>();
        string? token = null;
        do
        {
            var body = token is null ? """{"Path":"/aws/service/ami-amazon-linux-latest"}""" : $$"""{"Path":"/aws/service/ami-amazon-linux-latest","NextToken":"{{token}}"}""";
            var page = cloud.Json("ssm", "GetParametersByPath", body);
            names.AddRange(page.GetProperty("Parameters").EnumerateArray().Select(p => p.GetProperty("Name").GetString() ?? ""));
            token = page.TryGetProperty("NextToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        var all = ImageParameters.Of("ap-northeast-2").Select(p => p.Key).Where(n => n.StartsWith("/aws/service/ami-amazon-linux-latest/", StringComparison.Ordinal));
        Assert.Equal(all.Order(StringComparer.Ordinal), names);
    }
}
