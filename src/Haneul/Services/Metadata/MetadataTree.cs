using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>
/// All that the metadata service tells an instance, as paths and what is there. A path that ends in a slash is a listing.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html#instancedata-data-categories
/// </summary>
internal sealed class MetadataTree(RoleCredentials credentials)
{
    /// <summary>How the service writes JSON.</summary>
    internal static JsonSerializerOptions Written { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Versions that clients ask for by date; all are answered alike.</summary>
    private static readonly string[] Versions =
    [
        "1.0", "2007-01-19", "2007-03-01", "2007-08-29", "2007-10-10", "2007-12-15", "2008-02-01", "2008-09-01", "2009-04-04", "2011-01-01", "2011-05-01", "2012-01-12", "2014-02-25",
        "2014-11-05", "2015-10-20", "2016-04-19", "2016-06-30", "2016-09-02", "2018-03-28", "2018-08-17", "2018-09-24", "2019-10-01", "2020-10-27", "2021-01-03", "2021-03-23", "2021-07-15",
        "2022-09-24", "2024-04-11", "latest",
    ];

    /// <summary>What lies at a path; null where nothing does.</summary>
    public byte[]? Read(Asker asker, string path)
    {
        var parts = path.Trim('/').Split('/', 2);
        if (parts[0].Length == 0) return Encoding.UTF8.GetBytes(string.Join('\n', Versions));
        if (!Versions.Contains(parts[0])) return null;
        var rest = parts.Length == 1 ? "" : parts[1];
        if (rest == "user-data") return asker.Instance.UserData is { Length: > 0 } data ? Convert.FromBase64String(data) : null;
        List<(string Path, Func<string> Text)> all = [.. Leaves(asker)];
        if (!path.EndsWith('/') && all.FirstOrDefault(l => l.Path == rest) is { Text: { } text }) return Encoding.UTF8.GetBytes(text());
        return Listing(all.Select(l => l.Path), rest, asker) is { Count: > 0 } lines ? Encoding.UTF8.GetBytes(string.Join('\n', lines)) : null;
    }

    private static List<string> Listing(IEnumerable<string> paths, string at, Asker asker)
    {
        var prefix = at.Length == 0 ? "" : $"{at}/";
        // One key is there, under its number; the list tells its name as well.
        if (at == "meta-data/public-keys") return asker.Instance.KeyName is { } key ? [$"0={key}"] : [];
        var lines = paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => p[prefix.Length..]).Select(p => p.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? p[..(slash + 1)] : p);
        // The top is listed without slashes.
        if (at.Length == 0) lines = lines.Select(l => l.TrimEnd('/')).Concat(asker.Instance.UserData is null ? [] : ["user-data"]);
        return [.. lines.Distinct().Order(StringComparer.Ordinal)];
    }

    private IEnumerable<(string, Func<string>)> Leaves(Asker asker)
    {
        foreach (var (name, text) in Plain(asker))
        {
            if (text is not null) yield return ($"meta-data/{name}", () => text);
        }
        foreach (var nic in asker.Interfaces)
        {
            foreach (var (name, text) in InterfaceTree.Of(asker, nic)) yield return ($"meta-data/network/interfaces/macs/{nic.MacAddress}/{name}", () => text);
        }
        if (asker.Instance.Metadata.InstanceMetadataTags)
        {
            foreach (var (key, value) in asker.Scope.TagsOf(asker.Instance.Id.Value)) yield return ($"meta-data/tags/instance/{key}", () => value);
        }
        if (ProfileOf(asker) is { } profile)
        {
            yield return ("meta-data/iam/info", () => credentials.ProfileJson(profile.ArnIn(asker.Scope.Account), profile.UniqueId));
            if (profile.RoleId is { } role) yield return ($"meta-data/iam/security-credentials/{role}", () => credentials.Json(asker.Scope.Account, asker.Instance.Id, role));
        }
        yield return ("dynamic/instance-identity/document", () => Document(asker));
    }

    private static IEnumerable<(string Name, string? Text)> Plain(Asker asker)
    {
        var i = asker.Instance;
        var nic = asker.Primary;
        var inside = nic is { PrivateIps: [var first, ..] } ? first : (Ip?)null;
        var outside = nic is not null && inside is { } ip ? asker.PublicIpOf(nic, ip) : null;
        var region = asker.Scope.Region;
        var host = i.HostnameType == "resource-name" || inside is null ? DnsNames.Resource(region, i.Id) : DnsNames.Private(region, inside.Value);
        var root = i.BlockDevices.Any(b => b.DeviceName == i.RootDeviceName);
        return
        [
            ("ami-id", i.ImageId), ("ami-launch-index", $"{i.LaunchIndex}"), ("ami-manifest-path", "(unknown)"),
            ("block-device-mapping/ami", i.RootDeviceName), ("block-device-mapping/root", root ? i.RootDeviceName : null),
            ("hostname", host), ("instance-action", "none"), ("instance-id", i.Id.Value), ("instance-life-cycle", "on-demand"), ("instance-type", i.InstanceType),
            ("local-hostname", host), ("local-ipv4", inside?.ToString()), ("ipv6", nic?.Ipv6Addresses is [var six, ..] ? six.ToString() : null), ("mac", nic?.MacAddress),
            ("placement/availability-zone", i.Zone), ("placement/availability-zone-id", Regions.Zone(region, i.Zone)?.Id), ("placement/region", region),
            ("placement/group-name", i.PlacementGroup), ("placement/partition-number", i.PartitionNumber?.ToString(CultureInfo.InvariantCulture)),
            ("profile", "default-hvm"),
            ("public-hostname", outside is { } open && nic is not null && asker.HasPublicNames(nic) ? DnsNames.Public(region, open) : null), ("public-ipv4", outside?.ToString()),
            ("public-keys/0/openssh-key", i.KeyName is { } key ? asker.Scope.All<KeyPair>().FirstOrDefault(k => k.Name == key)?.PublicKey : null),
            ("reservation-id", i.ReservationId), ("security-groups", nic is null ? null : InterfaceTree.GroupNames(asker, nic)),
            ("services/domain", "amazonaws.com"), ("services/partition", "aws"), ("system", "nitro"),
        ];
    }

    private static IamInstanceProfile? ProfileOf(Asker asker)
    {
        if (asker.Instance.InstanceProfileArn is not { } arn) return null;
        return asker.Scope.Find<IamInstanceProfile>(new Id<IamInstanceProfile>(arn[(arn.LastIndexOf('/') + 1)..]));
    }

    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html; no signature is there, since only AWS could make one that anybody checks.</summary>
    private static string Document(Asker asker)
    {
        var i = asker.Instance;
        return JsonSerializer.Serialize(
            new
            {
                accountId = asker.Scope.Account,
                architecture = Images.Find(asker.Scope, new Id<Image>(i.ImageId))?.Architecture ?? "x86_64",
                availabilityZone = i.Zone,
                billingProducts = (string[]?)null,
                devpayProductCodes = (string[]?)null,
                marketplaceProductCodes = (string[]?)null,
                imageId = i.ImageId,
                instanceId = i.Id.Value,
                instanceType = i.InstanceType,
                kernelId = (string?)null,
                pendingTime = i.LaunchTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                privateIp = asker.Primary is { PrivateIps: [var ip, ..] } ? ip.ToString() : null,
                ramdiskId = (string?)null,
                region = asker.Scope.Region,
                version = "2017-09-30",
            },
            Written);
    }
}
