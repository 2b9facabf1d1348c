using Haneul.Kernel;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>The fake kernel does what Linux does, whatever is asked of both.</summary>
public sealed class FakeEqualsLinux(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(FakeEqualsLinux));

    [NeedsTool(Tool.Root)]
    public void Any_changes_fail_alike_and_leave_the_same()
    {
        using var room = new KernelRoom();
        using var fake = new FakeKernel();
        var number = 0;
        var refused = 0;
        seed.Cases(Seed.Long ? 1000 : 30, random =>
        {
            number++;
            string[] names = [$"a{number}", $"b{number}"];
            foreach (var name in names)
            {
                room.Kernel.Make(name);
                fake.Make(name);
            }
            var changes = new RandomChanges(random, names);
            var history = new List<string>();
            for (var turn = 0; turn < 12; turn++)
            {
                var name = names[random.Next(names.Length)];
                var batch = changes.Batch(name);
                history.AddRange(batch.Select(c => $"{name}: {c}"));
                var failed = room.Kernel.Apply(name, batch).Select(f => $"{f.Change}: {f.Errno}").ToList();
                refused += failed.Count;
                Same(failed, [.. fake.Apply(name, batch).Select(f => $"{f.Change}: {f.Errno}")], history);
                foreach (var each in names) Same(Lines(room.Kernel.Read(each)), Lines(fake.Read(each)), history);
            }
            foreach (var name in names)
            {
                room.Kernel.Remove(name);
                fake.Remove(name);
            }
        });
        seed.Tell($"{refused} changes were refused");
        Assert.NotEqual(0, refused);
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void Any_transactions_are_refused_alike()
    {
        using var room = new KernelRoom();
        using var fake = new FakeKernel();
        var (done, refused) = (0, 0);
        seed.Cases(Seed.Long ? 500 : 12, random =>
        {
            var rulesets = new RandomRulesets(random);
            var history = new List<string>();
            for (var turn = 0; turn < 30; turn++)
            {
                var transaction = rulesets.Transaction();
                history.Add(string.Join("; ", transaction.Select(NftWords.Of)));
                var answer = Answer(room.Kernel, transaction);
                if (answer.Length == 0) done++;
                else refused++;
                history[^1] = $"{(answer.Length == 0 ? "done" : $"refused ({answer})")}: {history[^1]}";
                Same([answer], [Answer(fake, transaction)], history);
                Assert.Equal(fake.Read("").Tables.Order(), room.Kernel.Read("").Tables.Order());
            }
            List<NftChange> clear = [new NftChange.AddTable("haneul"), new NftChange.RemoveTable("haneul")];
            room.Kernel.Apply("", clear);
            fake.Apply("", clear);
        });
        seed.Tell($"{done} transactions were carried out, {refused} refused");
        Assert.True(done > 0 && refused > 0);
    }

    /// <summary>Linux has two numbers for what overlaps.</summary>
    private static string Answer(IKernel kernel, List<NftChange> transaction)
    {
        try
        {
            kernel.Apply("", transaction);
            return "";
        }
        catch (KernelException refused)
        {
            return $"{(refused.Errno == Errno.NotEmpty ? Errno.Exists : refused.Errno)}";
        }
    }

    private static List<string> Lines(NamespaceState state) =>
    [
        .. state.Links.Values.Select(l => $"{l}").Order(StringComparer.Ordinal),
        .. state.Addresses.Select(a => $"{a}").Order(StringComparer.Ordinal),
        .. state.Routes.Select(r => $"{r}").Order(StringComparer.Ordinal),
        .. state.Policies.Select(p => $"{p}").Order(StringComparer.Ordinal),
        .. state.Neighbours.Select(n => $"{n}").Order(StringComparer.Ordinal),
    ];

    private static void Same(List<string> linux, List<string> fake, List<string> history)
    {
        if (linux.SequenceEqual(fake)) return;
        var told = $"only Linux:\n  {string.Join("\n  ", linux.Except(fake))}\nonly the fake:\n  {string.Join("\n  ", fake.Except(linux))}\nafter:\n  {string.Join("\n  ", history)}";
        throw new Xunit.Sdk.XunitException(told);
    }
}
