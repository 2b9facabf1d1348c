using System.Text;
using Haneul.Model;
using Haneul.Tests.Api;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Model;

/// <summary>Whatever is called, in whatever order, leaves a sound world, and is answered with a result or a fault and nothing else.</summary>
public sealed class RandomCallTests(ITestOutputHelper output)
{
    private const int Runs = 6, Calls = 250, LongRuns = 200, Shown = 12;

    private readonly Seed seed = new(output, nameof(RandomCallTests));
    private readonly Dictionary<string, int> succeeded = [], refused = [];

    [Fact]
    public void Random_calls_leave_a_sound_world_and_are_answered_with_results_or_faults()
    {
        var broken = new Dictionary<string, string>();
        var runs = Seed.Long ? LongRuns : Runs;
        for (var run = 0; run < runs; run++) Run(seed.Case(run), run, broken);
        var good = succeeded.Values.Sum();
        seed.Tell($"{runs * Calls} calls: {good} answered, {refused.Values.Sum()} refused with {refused.Count} codes");
        seed.Tell($"answered: {string.Join(' ', succeeded.OrderByDescending(s => s.Value).Select(s => $"{s.Key}={s.Value}"))}");
        seed.Tell($"codes: {string.Join(' ', refused.OrderByDescending(s => s.Value).Select(s => $"{s.Key}={s.Value}"))}");
        Assert.True(broken.Count == 0, $"{seed.Repeat}\n{string.Join("\n\n", broken.Take(Shown).Select(b => $"== {b.Key}\n{b.Value}"))}");
        Assert.True(good * 6 >= runs * Calls, $"only {good} of {runs * Calls} calls did something: the calls are too wild to test anything");
    }

    private void Run(System.Random random, int run, Dictionary<string, string> broken)
    {
        var cloud = new TestCloud();
        TestCloud[] callers = [cloud, cloud, cloud, cloud.As(region: "us-east-1"), cloud.As(account: "111111111111")];
        var calls = new RandomCalls(random);
        for (var n = 0; n < Calls; n++)
        {
            var caller = callers[random.Next(callers.Length)];
            var (service, action, parameters) = calls.Next(caller.Scope);
            var told = $"run {run}, call {n}: {action} {string.Join(' ', parameters.Select(p => $"{p.Name}={p.Value}"))}";
            var before = cloud.Ledger.Current;
            if (Send(caller, service.SigningName, action, parameters) is { } failure) broken.TryAdd($"{action}: {failure.Split('\n')[0]}", $"{told}\n{failure}");
            if (random.Next(30) == 0) cloud.Ledger.Advance(TimeSpan.FromMinutes(random.Next(1, 5000)));
            if (ReferenceEquals(before, cloud.Ledger.Current)) continue;
            List<string> unsound = [.. Invariants.Of(cloud.Ledger.Current), .. Invariants.Leases(cloud.Ledger.Current)];
            if (unsound.Count == 0) continue;
            broken.TryAdd($"{action} breaks the world", $"{told}\n{string.Join('\n', unsound)}");
            return;
        }
    }

    /// <summary>Makes the call; anything but a 200 or a well-formed 4xx with a code is told.</summary>
    private string? Send(TestCloud caller, string service, string action, (string Name, string Value)[] parameters)
    {
        try
        {
            var answer = caller.Send(service, action, parameters);
            var text = Encoding.UTF8.GetString(answer.Body);
            var code = System.Xml.Linq.XElement.Parse(text).Descendants().FirstOrDefault(e => e.Name.LocalName == "Code")?.Value;
            if (answer.Status == 200) succeeded[action] = succeeded.GetValueOrDefault(action) + 1;
            else if (answer.Status is >= 400 and < 500 && code is { Length: > 0 } and not "InternalError") refused[code] = refused.GetValueOrDefault(code) + 1;
            else return $"status {answer.Status}: {text}";
            return null;
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}\n{string.Join('\n', e.StackTrace?.Split('\n').Take(8) ?? [])}";
        }
    }
}
