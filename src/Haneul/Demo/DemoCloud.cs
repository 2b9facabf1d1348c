using System.Diagnostics;
using System.Xml.Linq;
using Haneul.Client;
using Haneul.Daemon;

namespace Haneul.Demo;

/// <summary>EC2 calls of one demonstration: everything that is made carries its name and the demonstration's tag.</summary>
internal sealed class DemoCloud(AwsClient client, string id, string home)
{
    /// <summary>The tag by which a demonstration knows what is its own.</summary>
    public const string TagKey = "haneul:demo";

    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    public string Id { get; } = id;

    public AwsClient Client { get; } = client;

    /// <summary>The laptop's address on the internet: its home router's.</summary>
    public string Home { get; } = home;

    public int Calls { get; private set; }

    public async Task<XElement> CallAsync(string action, CancellationToken cancel, params IEnumerable<(string, string)> members)
    {
        Calls++;
        return await Client.Ec2Async(action, cancel, members);
    }

    /// <summary>Makes something of a taggable type.</summary>
    public Task<XElement> MakeAsync(string action, string type, string name, CancellationToken cancel, params IEnumerable<(string, string)> members) =>
        CallAsync(action, cancel, [.. members, .. Tags(1, type, name)]);

    /// <summary>All of this demonstration's resources of one Describe action.</summary>
    public async Task<IReadOnlyList<XElement>> MineAsync(string action, string path, CancellationToken cancel) =>
        [.. (await CallAsync(action, cancel, ("Filter.1.Name", $"tag:{TagKey}"), ("Filter.1.Value.1", Id))).Each(path)];

    /// <summary>Asks again until all that a Describe action shows is in the state, as AWS's waiters do.</summary>
    public async Task WaitAsync(string action, string path, string state, CancellationToken cancel, params (string, string)[] members)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            var states = (await CallAsync(action, cancel, members)).Each(path).Select(e => e.Value).ToList();
            if (states.TrueForAll(s => s == state)) return;
            if (limit.Elapsed > WaitLimit) throw new UserError($"{action} still shows {string.Join(", ", states.Distinct())} after {WaitLimit.TotalSeconds} s, not {state}");
            await Task.Delay(10, cancel);
        }
    }

    public IEnumerable<(string, string)> Tags(int number, string type, string name) =>
    [
        ($"TagSpecification.{number}.ResourceType", type),
        ($"TagSpecification.{number}.Tag.1.Key", "Name"), ($"TagSpecification.{number}.Tag.1.Value", name),
        ($"TagSpecification.{number}.Tag.2.Key", TagKey), ($"TagSpecification.{number}.Tag.2.Value", Id),
    ];
}
