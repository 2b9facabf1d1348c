using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>One image of the catalogue, in the words of DescribeImages. Size in GiB; the date is the release's.</summary>
internal sealed record CatalogueRow(string Name, string Description, string Owner, string? Alias, string Architecture, string RootDevice, int SizeGiB, string VolumeType, string Created)
{
    public string? BootMode { get; init; }

    public bool RequiresImdsV2 { get; init; }
}

/// <summary>
/// The catalogue. Names follow the publishers' patterns, so that the wildcards of their documents find them; a line adds an image.
/// Owners: Amazon 137112412989 (ECS 591542846629, Windows 801119661308, EKS 602401143452), Canonical 099720109477, Debian 136693071363, Red Hat 309956199498.
/// </summary>
internal static class ImageCatalogue
{
    private const string Amazon = "137112412989";

    public static ImmutableArray<CatalogueRow> Rows { get; } =
    [
        .. AmazonLinux(), .. Ubuntu(), .. Debian(), .. Others(),
    ];

    private static IEnumerable<CatalogueRow> AmazonLinux()
    {
        foreach (var arch in (string[])["x86_64", "arm64"])
        {
            var boot = arch == "arm64" ? "uefi" : "uefi-preferred";
            yield return Al2023($"al2023-ami-2023.6.20250115.0-kernel-6.1-{arch}", $"Amazon Linux 2023 AMI 2023.6.20250115.0 {arch} HVM kernel-6.1", 8);
            yield return Al2023($"al2023-ami-minimal-2023.6.20250115.0-kernel-6.1-{arch}", $"Amazon Linux 2023 AMI 2023.6.20250115.0 {arch} Minimal HVM kernel-6.1", 2);
            yield return Al2023($"al2023-ami-ecs-hvm-2023.0.20250117-kernel-6.1-{arch}", $"Amazon Linux AMI 2023.0.20250117 {arch} ECS HVM EBS", 30) with { Owner = "591542846629" };
            yield return new($"amzn2-ami-hvm-2.0.20250116.0-{arch}-gp2", $"Amazon Linux 2 AMI 2.0.20250116.0 {arch} HVM gp2", Amazon, "amazon", arch, "/dev/xvda", 8, "gp2", "2025-01-16");
            yield return new($"amzn2-ami-kernel-5.10-hvm-2.0.20250116.0-{arch}-gp2", $"Amazon Linux 2 Kernel 5.10 AMI 2.0.20250116.0 {arch} HVM gp2", Amazon, "amazon", arch, "/dev/xvda", 8, "gp2", "2025-01-16");
            yield return new($"amzn2-ami-ecs-hvm-2.0.20250117-{arch}-ebs", $"Amazon Linux AMI 2.0.20250117 {arch} ECS HVM GP2", "591542846629", "amazon", arch, "/dev/xvda", 30, "gp2", "2025-01-17");

            CatalogueRow Al2023(string name, string description, int size) =>
                new(name, description, Amazon, "amazon", arch, "/dev/xvda", size, "gp3", "2025-01-17") { BootMode = boot, RequiresImdsV2 = true };
        }
        yield return new("amzn2-ami-hvm-2.0.20250116.0-x86_64-ebs", "Amazon Linux 2 AMI 2.0.20250116.0 x86_64 HVM ebs", Amazon, "amazon", "x86_64", "/dev/xvda", 8, "standard", "2025-01-16");
        yield return new("amzn-ami-hvm-2018.03.0.20231218.0-x86_64-gp2", "Amazon Linux AMI 2018.03.0.20231218.0 x86_64 HVM gp2", Amazon, "amazon", "x86_64", "/dev/xvda", 8, "gp2", "2023-12-18");
        yield return new("amzn-ami-hvm-2018.03.0.20231218.0-x86_64-ebs", "Amazon Linux AMI 2018.03.0.20231218.0 x86_64 HVM ebs", Amazon, "amazon", "x86_64", "/dev/xvda", 8, "standard", "2023-12-18");
        yield return new("amzn-ami-vpc-nat-2018.03.0.20230807.0-x86_64-ebs", "Amazon Linux AMI 2018.03.0.20230807.0 x86_64 VPC NAT HVM EBS", Amazon, "amazon", "x86_64", "/dev/xvda", 8, "standard", "2023-08-07");
    }

    private static IEnumerable<CatalogueRow> Ubuntu()
    {
        foreach (var (code, version, store, type, released) in ((string, string, string, string, string)[])
        [
            ("xenial", "16.04", "hvm-ssd", "gp2", "2021-09-28"), ("bionic", "18.04", "hvm-ssd", "gp2", "2023-06-07"), ("focal", "20.04", "hvm-ssd", "gp2", "2025-01-12"),
            ("jammy", "22.04", "hvm-ssd", "gp2", "2025-01-15"), ("noble", "24.04", "hvm-ssd-gp3", "gp3", "2025-01-15"),
        ])
        {
            foreach (var (named, arch) in ((string, string)[])[("amd64", "x86_64"), ("arm64", "arm64")])
            {
                var date = released.Replace("-", "", StringComparison.Ordinal);
                yield return new(
                    $"ubuntu/images/{store}/ubuntu-{code}-{version}-{named}-server-{date}", $"Canonical, Ubuntu, {version} LTS, {named} {code} image build on {released}",
                    "099720109477", null, arch, "/dev/sda1", 8, type, released)
                { BootMode = arch == "arm64" ? "uefi" : version == "24.04" ? "uefi-preferred" : null };
            }
        }
    }

    private static IEnumerable<CatalogueRow> Debian()
    {
        foreach (var (number, date, build) in ((int, string, string)[])[(11, "2024-12-02", "1949"), (12, "2025-01-15", "1993")])
        {
            foreach (var (named, arch) in ((string, string)[])[("amd64", "x86_64"), ("arm64", "arm64")])
            {
                yield return new(
                    $"debian-{number}-{named}-{date.Replace("-", "", StringComparison.Ordinal)}-{build}", $"Debian {number} ({date.Replace("-", "", StringComparison.Ordinal)}-{build})",
                    "136693071363", null, arch, "/dev/xvda", 8, "gp2", date)
                { BootMode = arch == "arm64" ? "uefi" : "uefi-preferred" };
            }
        }
    }

    private static IEnumerable<CatalogueRow> Others() =>
    [
        new("fck-nat-al2023-hvm-1.3.0-20240125-arm64-ebs", "fck-nat v1.3.0 (AL2023 Linux)", "568608671756", null, "arm64", "/dev/xvda", 2, "gp2", "2024-01-25") { BootMode = "uefi", RequiresImdsV2 = true },
        new("fck-nat-al2023-hvm-1.3.0-20240125-x86_64-ebs", "fck-nat v1.3.0 (AL2023 Linux)", "568608671756", null, "x86_64", "/dev/xvda", 2, "gp2", "2024-01-25") { BootMode = "uefi-preferred", RequiresImdsV2 = true },
        new("RHEL-9.5.0_HVM-20250114-x86_64-0-Hourly2-GP3", "Provided by Red Hat, Inc.", "309956199498", null, "x86_64", "/dev/sda1", 10, "gp3", "2025-01-14") { BootMode = "uefi-preferred" },
        new("RHEL-9.5.0_HVM-20250114-arm64-0-Hourly2-GP3", "Provided by Red Hat, Inc.", "309956199498", null, "arm64", "/dev/sda1", 10, "gp3", "2025-01-14") { BootMode = "uefi" },
        new("Windows_Server-2022-English-Full-Base-2025.01.15", "Microsoft Windows Server 2022 Full Locale English AMI provided by Amazon", "801119661308", "amazon", "x86_64", "/dev/sda1", 30, "gp2", "2025-01-15"),
        new("Windows_Server-2019-English-Full-Base-2025.01.15", "Microsoft Windows Server 2019 with Desktop Experience Locale English AMI provided by Amazon", "801119661308", "amazon", "x86_64", "/dev/sda1", 30, "gp2", "2025-01-15"),
        new("amazon-eks-node-1.31-v20250116", "EKS Kubernetes Worker AMI with AmazonLinux2 image, (k8s: 1.31.4, containerd: 1.7.*)", "602401143452", "amazon", "x86_64", "/dev/xvda", 20, "gp2", "2025-01-16"),
    ];
}
