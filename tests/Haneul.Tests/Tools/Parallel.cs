using Haneul.Tests.Tools;
using Xunit;
using Xunit.Abstractions;

// One more than the two processors that the tests are made for: who waits most, for Terraform's provider that sleeps, needs none.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer($"Haneul.Tests.Tools.{nameof(TerraformFirst)}", "Haneul.Tests")]

namespace Haneul.Tests.Tools;

/// <summary>What takes minutes begins first, so that all else is done beside it.</summary>
public sealed class TerraformFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = ["Terraform", "ExampleTests"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> collections) =>
        collections.OrderByDescending(c => Array.Exists(Long, part => c.DisplayName.Contains(part, StringComparison.Ordinal)));
}
