using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Haneul.Bench.Kernel;

/// <summary>The daemon as it is used: instances by RunInstances until all of them run, a rule's change by the API until the kernel enforces it, and terminating all.</summary>
internal static class LaunchBench
{
    private const int Instances = 1000, Changes = 31;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task RunAsync()
    {
        using var haneul = await Peer.HaneulAsync("--mode", "kernel", "--no-host-link");
        try
        {
            await MeasureAsync(haneul);
        }
        finally
        {
            var down = Stopwatch.StartNew();
            Shell.Run(Peer.Executable, "down", "--data", haneul.Data);
            Console.WriteLine($"haneul down, all removed: {down.Elapsed.TotalSeconds:0.0} s");
        }
    }

    private static async Task MeasureAsync(Peer haneul)
    {
        Shell.Run(Peer.Executable, "quota", "set", "L-1216C47A", "20000", "--data", haneul.Data, "--region", "us-east-1", "--account", "000000000000");
        using var client = new Ec2Client(haneul.Endpoint);
        using var own = new HttpClient { Timeout = Limit };
        var image = Ec2Client.First(await client.CallAsync("DescribeImages", ("Owner.1", "amazon")), "imageId");
        var one = await LaunchAsync(client, own, haneul, image, 1);
        var clock = Stopwatch.StartNew();
        var cpu = haneul.CpuSeconds;
        var made = await client.CallAsync("RunInstances", ("MinCount", $"{Instances}"), ("MaxCount", $"{Instances}"), ("InstanceType", "t3.nano"), ("ImageId", image));
        var answered = clock.Elapsed.TotalSeconds;
        while (await CountAsync(client, "running") < Instances + 1)
        {
            if (clock.Elapsed > Limit) throw new TimeoutException($"{await CountAsync(client, "running")} of {Instances} run after {Limit}");
            await SettleAsync(own, haneul);
        }
        Console.WriteLine($"one instance runs after {one * 1000:0} ms; {Instances} after {clock.Elapsed.TotalSeconds:0.0} s (RunInstances answered after {answered:0.00} s; the daemon itself used {haneul.CpuSeconds - cpu:0.0} s of CPU); resident memory of the daemon {haneul.Mebibytes:0} MiB");

        var group = Ec2Client.First(made, "groupId");
        var changes = new List<double>();
        for (var i = 0; i < Changes + 10; i++)
        {
            clock.Restart();
            await client.CallAsync("AuthorizeSecurityGroupIngress", ("GroupId", group), ("IpProtocol", "tcp"), ("FromPort", $"{1000 + i}"), ("ToPort", $"{1000 + i}"), ("CidrIp", "198.19.0.0/16"));
            await SettleAsync(own, haneul);
            if (i >= 10) changes.Add(clock.Elapsed.TotalMilliseconds);
        }
        Console.WriteLine($"a rule's change by the API, until enforced (two calls by HTTP, synced to disk): median {Figures.Median(changes):0.0} ms, slowest of {Changes} {changes.Max():0.0} ms");

        clock.Restart();
        var ids = XElement.Parse(made).Descendants().Where(e => e.Name.LocalName == "instanceId").Select((e, i) => ($"InstanceId.{i + 1}", e.Value)).ToArray();
        await client.CallAsync("TerminateInstances", ids);
        while (await CountAsync(client, "shutting-down") > 0) await SettleAsync(own, haneul);
        Console.WriteLine($"{Instances} terminated after {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task<double> LaunchAsync(Ec2Client client, HttpClient own, Peer haneul, string image, int count)
    {
        var clock = Stopwatch.StartNew();
        await client.CallAsync("RunInstances", ("MinCount", $"{count}"), ("MaxCount", $"{count}"), ("InstanceType", "t3.nano"), ("ImageId", image));
        while (await CountAsync(client, "running") < count) await SettleAsync(own, haneul);
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task SettleAsync(HttpClient own, Peer haneul)
    {
        using var answer = await own.PostAsync(string.Create(CultureInfo.InvariantCulture, $"{haneul.Endpoint}/_haneul/settle"), null);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync();
        if (!text.Replace(" ", "", StringComparison.Ordinal).Contains("\"failures\":[]", StringComparison.Ordinal)) throw new InvalidOperationException(text);
    }

    private static async Task<int> CountAsync(Ec2Client client, string state) =>
        XElement.Parse(await client.CallAsync("DescribeInstances", ("Filter.1.Name", "instance-state-name"), ("Filter.1.Value.1", state))).Descendants().Count(e => e.Name.LocalName == "instanceId");
}
