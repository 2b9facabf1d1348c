using System.Diagnostics;

namespace Haneul.Tests.Tools;

/// <summary>
/// Programs and libraries of others that tests drive where they are found. <c>HANEUL_REQUIRE=terraform,boto3</c> (or <c>all</c>) makes a missing one a failure instead of a skipped test.
/// </summary>
internal static class Tool
{
    public const string Terraform = "terraform";
    public const string Boto3 = "boto3";
    public const string AwsCli = "aws";
    public const string Node = "node";
    public const string JavaScriptSdk = "aws-sdk-js";

    /// <summary>Root, with the right to make network namespaces.</summary>
    public const string Root = "root";
    /// <summary>Root, who runs the built program as a normal user (nobody).</summary>
    public const string NormalUser = "user";
    /// <summary>A user can be made who may hand out user numbers.</summary>
    public const string LentNumbers = "newuidmap";
    public const string Ip = "ip";
    public const string Nft = "nft";
    public const string Conntrack = "conntrack";
    public const string Ping = "ping";
    public const string Script = "script";
    public const string Curl = "curl";
    public const string Iptables = "iptables";
    public const string Squid = "squid";
    public const string Dig = "dig";
    public const string Tshark = "tshark";
    public const string Strace = "strace";
    public const string OpenSsl = "openssl";
    public const string H2Load = "h2load";
    public const string Nghttpd = "nghttpd";
    public const string Nginx = "nginx";
    public const string Chromium = "chromium";

    /// <summary>As Debian installs it: /usr/share/tomcat10.</summary>
    public const string Tomcat = "tomcat10";

    /// <summary>A Python that has grpcio.</summary>
    public const string Grpc = "grpcio";

    /// <summary>A Python that has websockets.</summary>
    public const string WebSockets = "websockets";

    /// <summary>The client and, for hosts that people log in to, the server.</summary>
    public const string Ssh = "ssh";

    private static readonly Lazy<string?> FoundPython = new(() => Environment.GetEnvironmentVariable("HANEUL_PYTHON") ?? OnPath("python3"));
    private static readonly Lazy<string?> Boto3Missing = new(AskBoto3);
    private static readonly Lazy<string?> FoundGrpc = PythonWith("grpc");
    private static readonly Lazy<string?> FoundWebSockets = PythonWith("websockets");
    private static readonly Lazy<string?> RootMissing = new(AskNamespaces);
    private static readonly Lazy<string?> NormalUserMissing = new(AskNormalUser);

    /// <summary>A Python that has boto3 and botocore; HANEUL_PYTHON names another than the first python3 of PATH.</summary>
    public static string Python => FoundPython.Value ?? throw new InvalidOperationException("There is no python3");

    /// <summary>The same, or the system's, where that has grpcio.</summary>
    public static string GrpcPython => FoundGrpc.Value ?? throw new InvalidOperationException("No python3 has grpcio");

    public static string WebSocketsPython => FoundWebSockets.Value ?? throw new InvalidOperationException("No python3 has websockets");

    public static string TerraformPath => OnPath("terraform") ?? throw new InvalidOperationException("There is no terraform");

    public static string AwsPath => OnPath("aws") ?? throw new InvalidOperationException("There is no aws");

    public static string NodePath => OnPath("node") ?? throw new InvalidOperationException("There is no node");

    /// <summary>Where the AWS SDK for JavaScript is installed: HANEUL_NODE_MODULES (./test sees to it).</summary>
    public static string NodeModules => Environment.GetEnvironmentVariable("HANEUL_NODE_MODULES") ?? "";

    /// <summary>Where Terraform's AWS provider is installed: HANEUL_TF_PLUGINS, or one of the places that hold plugins by custom.</summary>
    public static string? TerraformPluginDir => new[]
    {
        Environment.GetEnvironmentVariable("HANEUL_TF_PLUGINS"),
        "/opt/tf-plugins",
        "/usr/share/terraform/plugins",
        "/usr/local/share/terraform/plugins",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".terraform.d/plugins"),
    }.FirstOrDefault(d => d is not null && Directory.Exists(Path.Combine(d, "registry.terraform.io/hashicorp/aws")));

    /// <summary>Why a tool cannot be used here, or null where it can.</summary>
    public static string? Missing(string tool) => tool switch
    {
        Terraform => OnPath("terraform") is null ? "terraform is not installed" : TerraformPluginDir is null ? "Terraform's AWS provider is in none of the plugin directories; name one with HANEUL_TF_PLUGINS" : null,
        Boto3 => Boto3Missing.Value,
        AwsCli => OnPath("aws") is null ? "the aws command line is not installed" : null,
        Node => OnPath("node") is null || OnPath("npm") is null ? "node and npm are not installed" : null,
        JavaScriptSdk => OnPath("node") is null ? "node is not installed"
            : Directory.Exists(Path.Combine(NodeModules, "@aws-sdk", "client-ec2")) ? null : "@aws-sdk/client-ec2 is not installed; name its node_modules with HANEUL_NODE_MODULES",
        Grpc => FoundGrpc.Value is null ? "no python3 has grpcio" : null,
        Root => RootMissing.Value,
        NormalUser => NormalUserMissing.Value,
        LentNumbers => RootMissing.Value ?? (((string[])["useradd", "userdel", "newuidmap", "newgidmap"]).FirstOrDefault(p => OnPath(p) is null) is { } absent ? $"{absent} is not installed" : null),
        Ssh => ((string[])["ssh", "sshd", "ssh-agent", "scp"]).FirstOrDefault(p => OnPath(p) is null) is { } lacking ? $"{lacking} is not installed" : null,
        Ip or Nft or Conntrack or Ping or Script or Curl or Iptables or Squid or Dig or Tshark or Strace or OpenSsl or H2Load or Nghttpd or Nginx or Chromium => OnPath(tool) is null ? $"{tool} is not installed" : null,
        WebSockets => FoundWebSockets.Value is null ? "no python3 has websockets" : null,
        Tomcat => File.Exists("/usr/share/tomcat10/bin/catalina.sh") ? null : "tomcat10 is not installed",
        _ => throw new ArgumentException($"No tool is called {tool}"),
    };

    /// <summary>Why a test that needs these is skipped, or null where it runs (and fails where a required one is missing).</summary>
    public static string? WhyNot(params ReadOnlySpan<string> tools)
    {
        foreach (var tool in tools)
        {
            if (Missing(tool) is { } why && !IsRequired(tool)) return why;
        }
        return null;
    }

    public static bool IsRequired(string tool) =>
        (Environment.GetEnvironmentVariable("HANEUL_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries).Any(t => t == tool || t == "all");

    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/sbin").Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);

    private static string? AskNamespaces()
    {
        if (!OperatingSystem.IsLinux()) return "network namespaces are Linux";
        if (!Environment.IsPrivilegedProcess) return "this needs root";
        using var process = Process.Start(new ProcessStartInfo("unshare", ["--net", "--mount", "true"]) { RedirectStandardError = true });
        process?.WaitForExit();
        return process?.ExitCode == 0 ? null : "root may not make network namespaces here";
    }

    /// <summary>How setpriv(1) makes a process nobody's.</summary>
    public static IReadOnlyList<string> Nobody { get; } = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    private static string? AskNormalUser()
    {
        if (RootMissing.Value is { } why) return why;
        if (OnPath("setpriv") is null) return "setpriv is not installed";
        using var process = Process.Start(new ProcessStartInfo("setpriv", [.. Nobody, "test", "-r", Path.Combine(AppContext.BaseDirectory, "haneul.dll")]) { RedirectStandardError = true });
        process?.WaitForExit();
        return process?.ExitCode == 0 ? null : $"a normal user cannot read {AppContext.BaseDirectory}";
    }

    private static string? AskBoto3()
    {
        if (FoundPython.Value is not { } python) return "python3 is not installed";
        return Has(python, "boto3, botocore") ? null : $"{python} has no boto3";
    }

    /// <summary>The same Python, or the system's, that has the module.</summary>
    private static Lazy<string?> PythonWith(string module) => new(() => new[] { FoundPython.Value, "/usr/bin/python3" }.FirstOrDefault(p => p is not null && Has(p, module)));

    private static bool Has(string python, string modules)
    {
        if (!File.Exists(python)) return false;
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", $"import {modules}"]) { RedirectStandardError = true });
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }
}
