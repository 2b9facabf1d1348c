using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// The public parameters that hold the newest image of a distribution.
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
/// </summary>
public static class ImageParameters
{
    public const string Example = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    /// <summary>Name of the parameter, and how the name of the image whose id it holds starts and ends.</summary>
    private static readonly ImmutableArray<(string Name, string Start, string End)> Rows = [.. Linux(), .. Ubuntu(), .. Others()];

    /// <summary>All parameters of a region: name and image.</summary>
    public static IEnumerable<KeyValuePair<string, Image>> Of(string region)
    {
        var images = Images.CatalogueOf(region);
        foreach (var (name, start, end) in Rows)
        {
            var image = images.LastOrDefault(i => i.Name.StartsWith(start, StringComparison.Ordinal) && i.Name.EndsWith(end, StringComparison.Ordinal));
            if (image is not null) yield return KeyValuePair.Create(name, image);
        }
    }

    private static IEnumerable<(string, string, string)> Linux()
    {
        foreach (var arch in (string[])["x86_64", "arm64"])
        {
            const string path = "/aws/service/ami-amazon-linux-latest";
            foreach (var kernel in (string[])["default", "6.1"])
            {
                yield return ($"{path}/al2023-ami-kernel-{kernel}-{arch}", "al2023-ami-2023", arch);
                yield return ($"{path}/al2023-ami-minimal-kernel-{kernel}-{arch}", "al2023-ami-minimal-", arch);
            }
            yield return ($"{path}/amzn2-ami-hvm-{arch}-gp2", "amzn2-ami-hvm-", $"{arch}-gp2");
            yield return ($"{path}/amzn2-ami-kernel-5.10-hvm-{arch}-gp2", "amzn2-ami-kernel-5.10-hvm-", $"{arch}-gp2");
            var ecs = arch == "x86_64" ? "" : "/arm64";
            yield return ($"/aws/service/ecs/optimized-ami/amazon-linux-2{ecs}/recommended/image_id", "amzn2-ami-ecs-hvm-", $"{arch}-ebs");
            yield return ($"/aws/service/ecs/optimized-ami/amazon-linux-2023{ecs}/recommended/image_id", "al2023-ami-ecs-hvm-", arch);
        }
        yield return ("/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-ebs", "amzn2-ami-hvm-", "x86_64-ebs");
        yield return ("/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-x86_64-gp2", "amzn-ami-hvm-", "x86_64-gp2");
        yield return ("/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-x86_64-ebs", "amzn-ami-hvm-", "x86_64-ebs");
    }

    private static IEnumerable<(string, string, string)> Ubuntu()
    {
        foreach (var (code, version, store) in ((string, string, string)[])[("bionic", "18.04", "gp2"), ("focal", "20.04", "gp2"), ("jammy", "22.04", "gp2"), ("noble", "24.04", "gp3")])
        {
            foreach (var arch in (string[])["amd64", "arm64"])
            {
                foreach (var release in (string[])[version, code])
                {
                    yield return ($"/aws/service/canonical/ubuntu/server/{release}/stable/current/{arch}/hvm/ebs-{store}/ami-id", $"ubuntu/images/{(store == "gp3" ? "hvm-ssd-gp3" : "hvm-ssd")}/ubuntu-{code}-{version}-{arch}-server-", "");
                }
            }
        }
    }

    private static IEnumerable<(string, string, string)> Others() =>
    [
        ("/aws/service/debian/release/11/latest/amd64", "debian-11-amd64-", ""), ("/aws/service/debian/release/11/latest/arm64", "debian-11-arm64-", ""),
        ("/aws/service/debian/release/12/latest/amd64", "debian-12-amd64-", ""), ("/aws/service/debian/release/12/latest/arm64", "debian-12-arm64-", ""),
        ("/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base", "Windows_Server-2022-English-Full-Base-", ""),
        ("/aws/service/ami-windows-latest/Windows_Server-2019-English-Full-Base", "Windows_Server-2019-English-Full-Base-", ""),
        ("/aws/service/eks/optimized-ami/1.31/amazon-linux-2/recommended/image_id", "amazon-eks-node-1.31-", ""),
    ];
}
