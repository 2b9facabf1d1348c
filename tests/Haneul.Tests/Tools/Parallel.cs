using Xunit;

// One more than the two processors that the tests are made for: who waits most, for Terraform's provider that sleeps, needs none.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
