using System.Net;
using System.Text;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Services;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Services;

/// <summary>What holds of names and metadata in any world.</summary>
public sealed class ServiceLaws(ITestOutputHelper output)
{
    private const int Worlds = 60;

    private readonly Seed seed = new(output, nameof(ServiceLaws));

    [Fact]
    public void The_name_of_an_address_leads_back_to_it_inside_and_to_the_public_one_outside() => seed.Cases(Worlds, random =>
    {
        var carried = Make(random);
        var outside = new PublicNames(carried);
        foreach (var router in carried.Network.Routers.Values)
        {
            var names = new VpcNames(carried, router);
            foreach (var ip in router.Ports.Keys)
            {
                var name = names.NameOf(ip);
                Assert.Equal(carried.GivesNames(router) && !ip.IsV6, name is not null);
                if (name is not null) Assert.Equal([ip], names.AddressesOf(name));
                if (name is not null) Assert.Null(outside.AddressesOf(name));
            }
            foreach (var translation in router.Translations.Values)
            {
                var name = outside.NameOf(translation.Outside);
                Assert.Equal(carried.GivesNames(router), name is not null);
                if (name is null) continue;
                Assert.Equal([translation.Outside], outside.AddressesOf(name));
                Assert.Equal([translation.Inside], names.AddressesOf(name));
            }
        }
    });

    [Fact]
    public void Everything_that_metadata_lists_is_there_and_who_asks_is_told_of_itself() => seed.Cases(Worlds, random =>
    {
        var carried = Make(random);
        var tree = new MetadataTree(new RoleCredentials(TimeProvider.System));
        foreach (var port in carried.Network.Ports.Values.Where(p => p.InstanceId is not null))
        {
            foreach (var ip in port.V4.Concat(port.V6).Where(ip => port.Router.PortOf(ip) == port))
            {
                var asker = Asker.Of(carried, port.Router.Id, IPAddress.Parse(ip.ToString()));
                Assert.Equal(port.InstanceId, asker?.Instance.Id.Value);
            }
            if (Asker.Of(carried, port.Router.Id, IPAddress.Parse((port.V4 is [var first, ..] ? first : port.V6[0]).ToString())) is not { } one) continue;
            var leaves = new List<string>();
            Walk(tree, one, "/latest/", leaves);
            Assert.Contains($"/latest/meta-data/network/interfaces/macs/{one.Primary?.MacAddress}/vpc-id", leaves);
            Assert.Equal(one.Instance.Id.Value, Encoding.UTF8.GetString(tree.Read(one, "/latest/meta-data/instance-id") ?? []));
            Assert.Null(tree.Read(one, $"/latest/meta-data/{random.Next()}"));
        }
    });

    [Fact]
    public void Who_is_no_instance_is_nobody()
    {
        var carried = Make(seed.Case(1));
        foreach (var router in carried.Network.Routers.Values)
        {
            foreach (var ip in new[] { "127.0.0.1", "8.8.8.8", "::1", "169.254.169.254", "fe80::1%2" }) Assert.Null(Asker.Of(carried, router.Id, IPAddress.Parse(ip)));
        }
        Assert.Null(Asker.Of(carried, "vpc-0", IPAddress.Parse("10.0.0.4")));
    }

    private static void Walk(MetadataTree tree, Asker asker, string at, List<string> leaves)
    {
        var listing = Encoding.UTF8.GetString(tree.Read(asker, at) ?? throw new Xunit.Sdk.XunitException($"{at} is listed and not there"));
        foreach (var line in listing.Split('\n'))
        {
            // A key is listed with its name.
            var entry = at.EndsWith("/public-keys/", StringComparison.Ordinal) ? line.Split('=')[0] + "/" : at == "/latest/" && line != "user-data" ? line + "/" : line;
            if (entry.EndsWith('/')) Walk(tree, asker, at + entry, leaves);
            else if (tree.Read(asker, at + entry) is not null) leaves.Add(at + entry);
            else throw new Xunit.Sdk.XunitException($"{at}{entry} is listed and not there");
        }
    }

    /// <summary>A world in which half of the VPCs give names, and some instances show their tags.</summary>
    private static Haneul.Services.Carried Make(System.Random random)
    {
        var draft = new Draft(RandomWorld.Make(random), Place.Between, DateTimeOffset.UnixEpoch, new SeededIds());
        foreach (var (place, vpc) in draft.World.Everywhere<Vpc>().ToList()) draft.In(place).Put(vpc with { EnableDnsHostnames = random.Next(2) == 0 });
        foreach (var (place, instance) in draft.World.Everywhere<Instance>().ToList()) draft.In(place).Put(instance with { Metadata = new MetadataOptions { InstanceMetadataTags = random.Next(2) == 0 } });
        return new Haneul.Services.Carried(draft.World, Lowering.Lower(draft.World));
    }
}
