using System.Text.RegularExpressions;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Public addresses: elastic ones move, a VPC reaches its own, and each packet bears the address that its sender has there.</summary>
[Collection(CarriedTests.Name)]
public sealed partial class AddressTests(CarriedCloud cloud)
{
    [CarriedFact]
    public async Task An_elastic_address_leads_to_whoever_has_it_now()
    {
        var elastic = await cloud.PublicOf("www");
        Assert.Contains("ip-10-0-0-10.", (await cloud.CurlAsync($"http://{elastic}/")).Good());
        await cloud.AskAsync("""
            launch('twin', public, webs, serve, public=True)
            are('running', 'twin')
            ec2.associate_address(AllocationId=web_address['AllocationId'], InstanceId=id_of('twin'))
            settle()
            """);
        await CarriedCloud.UntilAsync(async () => (await cloud.CurlAsync($"http://{elastic}/")).Out.StartsWith($"ip-{(await cloud.PrivateOf("twin")).Replace('.', '-')}.", StringComparison.Ordinal), "the twin answers");

        await cloud.AskAsync("ec2.associate_address(AllocationId=web_address['AllocationId'], InstanceId=id_of('www')); settle()");
        Assert.Contains("ip-10-0-0-10.", (await cloud.CurlAsync($"http://{elastic}/")).Good());
        await cloud.AskAsync("end('twin'); settle()");
    }

    [CarriedFact]
    public async Task A_server_sees_the_machine_the_laptop_and_its_neighbours_by_the_addresses_that_they_have_there()
    {
        var elastic = await cloud.PublicOf("www");
        Assert.Equal(CarriedCloud.Machine, await SeenBy($"http://{elastic}/", null));
        Assert.Equal("198.19.0.10", await SeenBy($"http://{elastic}/", "laptop"));
        // By the private address inside the VPC, by public ones where they go out and come back.
        Assert.Equal(await cloud.PrivateOf("bastion"), await SeenBy("http://10.0.0.10/", "bastion"));
        Assert.Equal(await cloud.PublicOf("bastion"), await SeenBy($"http://{elastic}/", "bastion"));
        Assert.Equal(await cloud.ValueAsync("nat_address['PublicIp']"), await SeenBy($"http://{elastic}/", "app1"));
        Assert.Equal(elastic, await SeenBy($"http://{elastic}/", "www"));
    }

    [CarriedFact]
    public async Task A_private_address_is_nobodys_on_the_internet()
    {
        Assert.NotEqual(0, (await cloud.CurlAsync("http://10.0.0.10/")).Exit);
        Assert.False(await cloud.OpensAsync("outside/web", "10.0.0.10", 80));
        // At home 10.0.0.0/24 is the home's own.
        Assert.False(await cloud.OpensAsync("laptop", "10.0.0.10", 80));
    }

    private async Task<string> SeenBy(string url, string? host)
    {
        var page = host is null ? (await cloud.CurlAsync(url)).Good() : await cloud.SaidInAsync(host, $"curl -sS --max-time 15 {url}");
        return Asker().Match(page).Groups[1].Value;
    }

    [GeneratedRegex(@"was asked by (?:::ffff:)?([0-9a-f.:]+)")]
    private static partial Regex Asker();
}
