using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Spec;

/// <summary>Chance that can be repeated: the seed comes from <c>HANEUL_SEED</c>, else a short run takes the fixed one and a long run a fresh one, and every failure tells it.</summary>
internal sealed class Seed
{
    /// <summary>The sample of every short run: it needs no luck. Campaigns look further.</summary>
    private const int Fixed = 20261121;

    private readonly ITestOutputHelper output;
    private readonly string filter;

    public Seed(ITestOutputHelper output, string filter)
    {
        this.output = output;
        this.filter = filter;
        Value = int.TryParse(Environment.GetEnvironmentVariable("HANEUL_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given)
            ? given
            : Long ? System.Random.Shared.Next() : Fixed;
        output.WriteLine($"seed {Value}; repeat with: {Repeat}");
    }

    public int Value { get; }

    /// <summary>Asked to run long (a campaign) instead of seconds.</summary>
    public static bool Long => Environment.GetEnvironmentVariable("HANEUL_LONG") is { Length: > 0 } and not "0";

    public string Repeat => $"HANEUL_SEED={Value} dotnet test tests/Haneul.Tests --filter FullyQualifiedName~{filter}";

    /// <summary>A generator for one case: the same seed and number give the same case, however many came before.</summary>
    public System.Random Case(int number) => new(unchecked(Value * 1_000_003 + number * 7_919));

    public void Tell(string line) => output.WriteLine(line);

    /// <summary>Runs the law on so many cases, or from that of <c>HANEUL_CASE</c> on; a failure names the case, the seed and the command that repeats it.</summary>
    public void Cases(int count, Action<System.Random> law)
    {
        for (var i = int.Parse(Environment.GetEnvironmentVariable("HANEUL_CASE") ?? "0", CultureInfo.InvariantCulture); i < count; i++)
        {
            try
            {
                law(Case(i));
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"case {i} of {count}: {e.Message}\nHANEUL_CASE={i} {Repeat}\n{e}");
            }
        }
    }
}
