using System.Net;
using System.Xml.Linq;
using Haneul.Tests.Processes;

namespace Haneul.Tests.Crash;

/// <summary>
/// A client that works in a region of its own and remembers every change that was answered. What was asked and never answered may have happened or not: it is in doubt, and asked for after the restart.
/// </summary>
internal sealed class RecordingClient(string region, Random chance)
{
    private readonly Dictionary<string, Made> made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> cidrs = [];
    private int count;

    /// <summary>Changes that were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>What was asked when the daemon died: the kind that was being made, or the key of what was being changed or deleted.</summary>
    private string? doubt;

    /// <summary>Something that this client made: its kind, in what it is, and its Stage tag as last answered.</summary>
    private sealed record Made(string Kind, string Key, string? Parent, string Stage);

    /// <summary>Below every quota, however fast the machine.</summary>
    private const int MostParts = 120;

    /// <summary>Makes, changes and deletes until the daemon stops answering.</summary>
    public async Task Work(DaemonProcess daemon)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        try
        {
            while (true)
            {
                await Step(daemon, http);
                Answered++;
            }
        }
        catch (HttpRequestException)
        {
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Holds every answered change against what the daemon tells; breaches in words.</summary>
    public async Task<List<string>> Check(DaemonProcess daemon)
    {
        using var http = new HttpClient();
        var breaches = new List<string>();
        var strangers = 0;
        foreach (var (kind, list, id) in new[] { ("vpc", "DescribeVpcs/vpcSet", "vpcId"), ("subnet", "DescribeSubnets/subnetSet", "subnetId"), ("sg", "DescribeSecurityGroups/securityGroupInfo", "groupId") })
        {
            var answer = await Ask(daemon, http, list.Split('/')[0], ("Filter.1.Name", "tag:Owner"), ("Filter.1.Value.1", "crash"));
            var there = (answer.Element(list.Split('/')[1])?.Elements() ?? []).ToDictionary(
                e => e.Element(id)?.Value ?? "", e => e.Element("tagSet")?.Elements().FirstOrDefault(t => t.Element("key")?.Value == "Stage")?.Element("value")?.Value ?? "");
            foreach (var gone in made.Values.Where(m => m.Kind == kind && !there.ContainsKey(m.Key)).ToList())
            {
                if (doubt == gone.Key) made.Remove(gone.Key);
                else breaches.Add($"{region}: {gone.Key} was answered and is gone");
            }
            foreach (var (key, stage) in there)
            {
                if (!made.TryGetValue(key, out var known))
                {
                    strangers++;
                    if (doubt != kind) breaches.Add($"{region}: {key} was deleted, or never answered, and is there");
                    await Ask(daemon, http, kind switch { "vpc" => "DeleteVpc", "subnet" => "DeleteSubnet", _ => "DeleteSecurityGroup" }, (Capital(id), key));
                }
                else if (known.Stage != stage && doubt != key)
                {
                    breaches.Add($"{region}: {key} was answered with Stage={known.Stage} and has {stage}");
                }
                else
                {
                    made[key] = known with { Stage = stage };
                }
            }
        }
        if (strangers > 1) breaches.Add($"{region}: one call was in doubt, and {strangers} things came of it");
        doubt = null;
        return breaches;
    }

    private async Task Step(DaemonProcess daemon, HttpClient http)
    {
        var vpcs = made.Values.Where(m => m.Kind == "vpc").ToList();
        var parts = made.Values.Where(m => m.Kind != "vpc").ToList();
        var stage = $"{++count}";
        if (vpcs.Count == 0 || vpcs.Count < 4 && chance.Next(6) == 0)
        {
            await Make("vpc", null, stage, "CreateVpc", "vpc/vpcId", ("CidrBlock", "10.0.0.0/16"));
        }
        else if (chance.Next(3) == 0 && Any(made.Values.ToList()) is { } changed)
        {
            doubt = changed.Key;
            await Ask(daemon, http, "CreateTags", ("ResourceId.1", changed.Key), ("Tag.1.Key", "Stage"), ("Tag.1.Value", stage));
            made[changed.Key] = changed with { Stage = stage };
        }
        else if (parts.Count > MostParts || (chance.Next(3) == 0 && parts.Count > 0))
        {
            var gone = Any(parts);
            await Delete(gone, gone.Kind == "subnet" ? "DeleteSubnet" : "DeleteSecurityGroup", gone.Kind == "subnet" ? "SubnetId" : "GroupId");
        }
        else if (vpcs.FirstOrDefault(v => parts.All(p => p.Parent != v.Key)) is { } empty && chance.Next(4) == 0)
        {
            await Delete(empty, "DeleteVpc", "VpcId");
        }
        else if (chance.Next(2) == 0)
        {
            var vpc = Any(vpcs).Key;
            await Make("sg", vpc, stage, "CreateSecurityGroup", "groupId", ("GroupName", $"group-{stage}"), ("GroupDescription", "crash"), ("VpcId", vpc));
        }
        else
        {
            var vpc = Any(vpcs).Key;
            var free = Enumerable.Range(0, 256).Select(n => $"10.0.{n}.0/24").First(c => parts.All(p => p.Parent != vpc || cidrs.GetValueOrDefault(p.Key) != c));
            var key = await Make("subnet", vpc, stage, "CreateSubnet", "subnet/subnetId", ("CidrBlock", free), ("VpcId", vpc));
            cidrs[key] = free;
        }
        doubt = null;

        async Task<string> Make(string kind, string? parent, string with, string action, string path, params (string, string)[] members)
        {
            doubt = kind;
            var type = kind switch { "vpc" => "vpc", "subnet" => "subnet", _ => "security-group" };
            (string, string)[] tags = [("TagSpecification.1.ResourceType", type), ("TagSpecification.1.Tag.1.Key", "Owner"), ("TagSpecification.1.Tag.1.Value", "crash"), ("TagSpecification.1.Tag.2.Key", "Stage"), ("TagSpecification.1.Tag.2.Value", with)];
            var answer = await Ask(daemon, http, action, [.. members, .. tags]);
            var key = path.Split('/').Aggregate(answer, (at, name) => at.Element(name) ?? throw new InvalidOperationException($"{action} answered no {name}")).Value;
            made[key] = new Made(kind, key, parent, with);
            return key;
        }

        async Task Delete(Made gone, string action, string member)
        {
            doubt = gone.Key;
            await Ask(daemon, http, action, (member, gone.Key));
            made.Remove(gone.Key);
        }
    }

    private Made Any(List<Made> from) => from[chance.Next(from.Count)];

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private async Task<XElement> Ask(DaemonProcess daemon, HttpClient http, string action, params (string Name, string Value)[] members)
    {
        var form = string.Join('&', members.Prepend(("Version", "2016-11-15")).Prepend(("Action", action)).Select(m => $"{m.Item1}={Uri.EscapeDataString(m.Item2)}"));
        using var response = await http.SendAsync(daemon.Request("ec2", region, form));
        var xml = Plain(XElement.Parse(await response.Content.ReadAsStringAsync()));
        return response.StatusCode == HttpStatusCode.OK ? xml : throw new Xunit.Sdk.XunitException($"{region} {form}\n{xml}");
    }

    private static XElement Plain(XElement e) => new(e.Name.LocalName, e.HasElements ? e.Elements().Select(Plain) : e.Value);
}
