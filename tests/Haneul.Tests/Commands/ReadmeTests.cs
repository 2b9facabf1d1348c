using System.Text.RegularExpressions;
using Haneul.Fabric;
using Haneul.Tests.Processes;
using Haneul.Tests.Tools;
using Haneul.Tracing;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>What the README and the pages for users say, run again.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_readme_s_commands_print_what_it_shows()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        (await Cli.RunAsync("demo", "--keep", "--json", "--endpoint", daemon.Endpoint)).Good();
        var checkedCommands = 0;
        foreach (var block in Blocks("console"))
        {
            var lines = block.TrimEnd().Split('\n');
            var command = Command().Match(lines[0]);
            Assert.True(command.Success, lines[0]);
            var arguments = command.Groups[1].Value.Split(' ');
            var ran = await Cli.RunAsync([.. arguments, .. arguments[0] == "subnets" ? (string[])[] : ["--data", daemon.Data]]);
            var shown = ran.Out.TrimEnd().Split('\n').Take(command.Groups[2].Success ? int.Parse(command.Groups[2].Value, null) : int.MaxValue);
            Assert.Equal(Ids().Replace(string.Join('\n', lines[1..]), "-…"), Ids().Replace(string.Join('\n', shown).TrimEnd(), "-…"));
            checkedCommands++;
        }
        Assert.True(checkedCommands >= 3, "the README shows fewer commands than it should");
    }

    [NeedsTool(Tool.AwsCli)]
    public async Task The_readme_s_aws_commands_work()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        (await Cli.RunAsync("demo", "--keep", "--json", "--endpoint", daemon.Endpoint)).Good();
        var answers = new List<string>();
        foreach (var block in Blocks("sh checked"))
        {
            answers.Add((await Ran.Of("bash", ["-euo", "pipefail", "-c", "aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }\n" + block], daemon.Environment)).Good());
        }
        Assert.Equal(2, answers.Count);
        Assert.Equal(["251", "available"], answers[0].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(ExplanationCode.AclRestriction, answers[1], StringComparison.Ordinal);
    }

    [NeedsTool(Tool.Boto3)]
    public async Task The_readme_s_python_works()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        (await Ran.Of(Tool.Python, ["-c", Assert.Single(Blocks("python checked"))], daemon.Environment)).Good();
    }

    [Fact]
    public void Links_of_the_pages_for_users_lead_somewhere()
    {
        foreach (var page in new[] { "README.md", "docs/commands.md", "docs/trace.md", "docs/api.md" })
        {
            var folder = Path.GetDirectoryName(Repository.At(page)) ?? "";
            foreach (System.Text.RegularExpressions.Match link in Link().Matches(File.ReadAllText(Repository.At(page))))
            {
                var target = link.Groups[1].Value;
                if (!target.StartsWith("http", StringComparison.Ordinal)) Assert.True(Path.Exists(Path.Combine(folder, target)), $"{page} links to {target}");
            }
        }
    }

    [Fact]
    public void The_page_of_codes_says_what_the_command_says()
    {
        var page = File.ReadAllText(Repository.At("docs", "trace.md"));
        var codes = typeof(ExplanationCode).GetFields().Select(f => (string?)f.GetRawConstantValue() ?? "").ToList();
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains($"| `{code}` | {Meanings.Of(code)} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_service_is_on_the_page_of_the_api()
    {
        var page = File.ReadAllText(Repository.At("docs", "api.md"));
        Assert.All(Haneul.Api.Dispatch.Service.All, s => Assert.Contains($"| `{s.SigningName}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_command_is_on_the_page_of_commands()
    {
        var page = File.ReadAllText(Repository.At("docs", "commands.md"));
        var help = (await Cli.RunAsync("--help")).Good();
        var commands = help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1).Select(l => l.Trim().Split(' ')[0]).Where(c => c.Length > 0).ToList();
        Assert.True(commands.Count >= 8, help);
        Assert.All(commands, c => Assert.Contains(c, page, StringComparison.Ordinal));
    }

    private static List<string> Blocks(string info) =>
        [.. Block().Matches(File.ReadAllText(Repository.At("README.md"))).Where(m => m.Groups[1].Value == info).Select(m => m.Groups[2].Value)];

    [GeneratedRegex(@"^```([a-z ]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ \./haneul (.*?)(?: \| head -(\d+))?$")]
    private static partial Regex Command();

    [GeneratedRegex("-[0-9a-f]{17}")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\]\(([^)#\s]+)\)")]
    private static partial Regex Link();
}
