namespace Haneul.Doctor;

/// <summary>Programs that Haneul or its instances use, and the packages that bring them in the distributions that people use.</summary>
internal static class Packages
{
    /// <summary>Instances see the machine's programs, so most of these are for what people do inside.</summary>
    public static IReadOnlyList<(string Program, string Use)> Wanted { get; } =
    [
        ("sshd", "no ssh into instances"),
        ("sudo", "no sudo inside instances"),
        ("ip", "instances cannot look at their network"),
        ("ping", "instances cannot ping"),
        ("iptables", "no NAT instance, no port forwarding inside instances"),
        ("nft", "rules cannot be looked at by hand"),
        ("unshare", "no start as a normal user"),
        ("nsenter", "no start as a normal user, and namespaces cannot be entered by hand"),
        ("newuidmap", "a normal user's instances have one user only"),
        ("strace", "no 'haneul sockets --follow'"),
    ];

    private static readonly (string Family, string Command, string[] Packages)[] Families =
    [
        // In the order of Wanted.
        ("debian", "sudo apt-get install", ["openssh-server", "sudo", "iproute2", "iputils-ping", "iptables", "nftables", "util-linux", "util-linux", "uidmap", "strace"]),
        ("fedora", "sudo dnf install", ["openssh-server", "sudo", "iproute", "iputils", "iptables-nft", "nftables", "util-linux", "util-linux", "shadow-utils", "strace"]),
        ("arch", "sudo pacman -S", ["openssh", "sudo", "iproute2", "iputils", "iptables-nft", "nftables", "util-linux", "util-linux", "shadow", "strace"]),
        ("suse", "sudo zypper install", ["openssh-server", "sudo", "iproute2", "iputils", "iptables", "nftables", "util-linux", "util-linux", "shadow", "strace"]),
        ("alpine", "doas apk add", ["openssh-server", "sudo", "iproute2", "iputils", "iptables", "nftables", "util-linux", "util-linux", "shadow-subids", "strace"]),
    ];

    /// <summary>The command that installs a program on this distribution (ID and ID_LIKE of os-release(5)).</summary>
    public static string Installing(string program, IReadOnlyCollection<string> distribution)
    {
        var index = Wanted.Select((w, i) => (w.Program, i)).First(w => w.Program == program).i;
        var names = distribution.Select(d => d is "ubuntu" ? "debian" : d is "rhel" or "centos" ? "fedora" : d.StartsWith("opensuse", StringComparison.Ordinal) ? "suse" : d).ToList();
        foreach (var (family, command, packages) in Families)
        {
            if (names.Contains(family)) return $"{command} {packages[index]}";
        }
        return $"install the package that brings {program} (on Debian: {Families[0].Packages[index]})";
    }
}
