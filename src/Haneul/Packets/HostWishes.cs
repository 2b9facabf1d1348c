using System.Collections.Immutable;
using System.IO.Compression;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>Which hosts the world wants to run, and what each is to be.</summary>
internal static class HostWishes
{
    private const int LargestUserDataBytes = 1 << 20;

    /// <summary>A host that the world wants: its spec is made only when it is to be started.</summary>
    /// <param name="Place">Of an instance.</param>
    /// <param name="Instance">Null: a host outside.</param>
    internal sealed record Wish(string Id, Place Place, Instance? Instance, Func<HostSpec> Spec);

    public static Dictionary<string, Wish> Of(World world)
    {
        var wishes = new Dictionary<string, Wish>(StringComparer.Ordinal);
        foreach (var (place, instance) in world.Everywhere<Instance>())
        {
            if (instance.State is not (InstanceState.Pending or InstanceState.Running)) continue;
            wishes[instance.Id.Value] = new Wish(instance.Id.Value, place, instance, () => Of(world.At(place), place, instance));
        }
        foreach (var host in world.At(Place.Between).All<OutsideHost>())
        {
            var id = NameOf(host);
            wishes[id] = new Wish(id, Place.Between, null, () => Of(id, host));
        }
        return wishes;
    }

    public static string NameOf(OutsideHost host) => $"outside-{host.Id}";

    private static HostSpec Of(Scope scope, Place place, Instance instance)
    {
        var nic = instance.InterfaceIds is [var primary, ..] ? scope.Find<NetworkInterface>(primary) : null;
        var ip = nic?.PrivateIps is [var first, ..] ? first : (Ip?)null;
        var vpc = scope.Find(instance.VpcId);
        var type = InstanceTypes.Find(instance.InstanceType);
        var key = instance.KeyName is { } name ? scope.All<KeyPair>().FirstOrDefault(k => k.Name == name) : null;
        return new HostSpec
        {
            Id = instance.Id.Value,
            HostName = instance.HostnameType == "resource-name" || ip is null ? DnsNames.Resource(place.Region, instance.Id) : DnsNames.Private(place.Region, ip.Value),
            AuthorizedKey = key?.PublicKey,
            Image = Images.Find(scope, new Id<Image>(instance.ImageId))?.RootFilesystem ?? "default",
            Resolvers = vpc is null ? [] : HostResolvers.Of(scope, vpc),
            SearchDomain = vpc is null ? null : HostResolvers.DomainOf(scope, vpc),
            UserData = Decoded(instance.UserData),
            MemoryBytes = (type?.MemoryMiB ?? 0) * 1024L * 1024L,
            Cpus = type?.VCpus ?? 0,
        };
    }

    private static HostSpec Of(string id, OutsideHost host) => new() { Id = id, HostName = host.Id.Value, User = "user", Resolvers = [host.Address.IsV6 ? CloudHosts.Resolver.AddressV6 : CloudHosts.Resolver.Address] };

    /// <summary>User data as the instance gets it: out of base64, unpacked where it is compressed with gzip (as cloud-init does).</summary>
    private static ImmutableArray<byte> Decoded(string? userData)
    {
        if (string.IsNullOrEmpty(userData)) return [];
        var bytes = Convert.FromBase64String(userData);
        if (bytes is not [0x1f, 0x8b, ..]) return [.. bytes];
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var buffer = new byte[LargestUserDataBytes];
        var length = 0;
        while (length < buffer.Length && packed.Read(buffer.AsSpan(length)) is > 0 and var read) length += read;
        return [.. buffer.AsSpan(0, length)];
    }
}
