using System.Globalization;
using System.Text;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Fabric;

/// <summary>
/// Scenario folders: <c>world.txt</c> and <c>questions.txt</c> in, <c>fabric.txt</c> and <c>traces.txt</c> out.
/// Every question tells the codes that it must yield, so a golden cannot be accepted with another verdict by accident.
/// </summary>
public sealed class ScenarioTests
{
    private const string Accept = "HANEUL_ACCEPT=1 dotnet test tests/Haneul.Tests --filter FullyQualifiedName~ScenarioTests";

    /// <summary>The codes that a scenario named after each must yield, and nothing else.</summary>
    private static readonly string[] Codes =
    [
        "NO_ROUTE_TO_DESTINATION", "CANNOT_ROUTE", "BAD_STATE", "BAD_STATE_ATTACHMENT", "BAD_STATE_ROUTE", "HIGHER_PRIORITY_ROUTE", "MORE_SPECIFIC_ROUTE",
        "ENI_SG_RULES_MISMATCH", "SG_HAS_NO_RULES", "SUBNET_ACL_RESTRICTION", "ENI_SOURCE_DEST_CHECK_RESTRICTION", "ENI_ADDRESS_RESTRICTION",
        "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS", "INGRESS_RTB_NO_PUBLIC_IP",
        "NGW_REQUIRES_SOURCE_IN_VPC", "PROTOCOL_RESTRICTION", "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "VPC_LOCAL_ROUTE_CIDR_RESTRICTION", "UNKNOWN_PEERED_SGS",
        "DISCONNECTED_VPCS", "NO_PATH",
    ];

    private static string Folder => Repository.At("tests", "Haneul.Tests", "Fabric", "Scenarios");

    public static TheoryData<string> Names => new(Directory.GetDirectories(Folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scenario_yields_its_codes_and_its_goldens(string name)
    {
        var folder = Path.Combine(Folder, name);
        var net = Lowering.Lower(WorldText.Read(File.ReadAllText(Path.Combine(folder, "world.txt"))));
        var traces = new StringBuilder();
        foreach (var asked in Questions(folder))
        {
            var trace = Tracer.Trace(net, asked.Question);
            traces.AppendLine($"# {asked.Text}").AppendLine(TraceText.Print(net, trace));
            var codes = trace.Blockers.Select(b => b.Code).Distinct().Order(StringComparer.Ordinal);
            Assert.True(asked.Expected.SequenceEqual(codes), $"{name}: {asked.Text}\n{TraceText.Print(net, trace)}");
            Assert.Equal(trace.Reachable, Tracer.Reaches(net, asked.Question));
            Assert.Equal(trace, Tracer.Trace(Lowering.Lower(WorldText.Read(File.ReadAllText(Path.Combine(folder, "world.txt")))), asked.Question));
        }
        Compare(Path.Combine(folder, "fabric.txt"), NetworkText.Print(net));
        Compare(Path.Combine(folder, "traces.txt"), traces.ToString());
    }

    [Fact]
    public void Every_code_has_a_scenario_that_yields_exactly_it()
    {
        foreach (var code in Codes)
        {
            var folder = Path.Combine(Folder, code);
            Assert.True(Directory.Exists(folder), $"no scenario for {code}");
            Assert.Contains(Questions(folder), q => q.Expected.SequenceEqual([code]));
        }
    }

    private static void Compare(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("HANEUL_ACCEPT") == "1") File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{path} is missing; accept it with: {Accept}");
        var golden = File.ReadAllText(path);
        Assert.True(golden == actual, $"{path} differs; if the new one is right: {Accept}\n--- golden\n{golden}\n--- actual\n{actual}");
    }

    /// <summary>The questions of a scenario folder.</summary>
    internal static IEnumerable<Question> QuestionsOf(string folder) => Questions(folder).Select(q => q.Question);

    private sealed record Asked(string Text, Question Question, IReadOnlyList<string> Expected);

    /// <summary>Lines such as <c>eni-a -> 198.19.0.80 tcp 443 src=10.0.0.9 => NO_PATH</c>; <c>=> reachable</c> for none.</summary>
    private static List<Asked> Questions(string folder)
    {
        var asked = new List<Asked>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "questions.txt")).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            var halves = line.Split("=>", StringSplitOptions.TrimEntries);
            var words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(halves.Length == 2 && words is [_, "->", _, _, ..], line);
            var expected = halves[1] == "reachable" ? [] : halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToArray();
            asked.Add(new Asked(halves[0], Question(words), expected));
        }
        return asked;
    }

    private static Question Question(string[] words)
    {
        Assert.True(Protocols.TryParse(words[3], out var protocol), words[3]);
        var question = new Question { Source = End(words[0]), Destination = End(words[2]), Protocol = protocol };
        foreach (var option in words[4..])
        {
            question = option.Split('=') switch
            {
                ["src", var ip] => question with { SourceAddress = Ip.Parse(ip) },
                ["dst", var ip] => question with { DestinationAddress = Ip.Parse(ip) },
                ["sport", var port] => question with { SourcePort = int.Parse(port, CultureInfo.InvariantCulture) },
                ["v6"] => question with { OverIpv6 = true },
                [var port] => question with { DestinationPort = int.Parse(port, CultureInfo.InvariantCulture) },
                _ => throw new FormatException(option),
            };
        }
        return question;
    }

    private static PathEnd End(string name)
    {
        if (Ip.TryParse(name, out var ip)) return PathEnd.At(ip);
        return name.Split('-')[0] switch
        {
            "internet" => PathEnd.Internet,
            "eni" => PathEnd.Interface(new(name)),
            "i" => PathEnd.Instance(new(name)),
            "igw" => PathEnd.Gateway(ObjectKind.InternetGateway, name),
            "eigw" => PathEnd.Gateway(ObjectKind.EgressOnlyInternetGateway, name),
            "vgw" => PathEnd.Gateway(ObjectKind.VpnGateway, name),
            "pcx" => PathEnd.Gateway(ObjectKind.VpcPeering, name),
            "vpce" => PathEnd.Gateway(ObjectKind.VpcEndpoint, name),
            _ => PathEnd.Host(new(name)),
        };
    }
}
