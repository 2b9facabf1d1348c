using Haneul.Io;
using Xunit;

namespace Haneul.Tests.Balancing.Http;

public sealed class LoopTests
{
    [Fact]
    public void What_is_posted_to_a_loop_that_has_ended_is_not_taken_and_goes_to_nobody_elses_descriptor()
    {
        var loop = new Loop("ended", TimeProvider.System);
        loop.Start();
        Assert.True(loop.Post(static () => { }));
        loop.Dispose();
        // The kernel gives the lowest numbers that are free: the loop's are among these.
        var counters = Enumerable.Range(0, 64).Select(_ => Calls.EventDescriptor(0, Calls.CloseOnExec | Calls.NonBlocking)).ToList();
        try
        {
            Assert.False(loop.Post(() => Assert.Fail("nobody is there to do it")));
            loop.Dispose();
            Assert.All(counters, c => Assert.Contains(File.ReadAllLines($"/proc/self/fdinfo/{c}"), l => l.Split() is ["eventfd-count:", .., "0"]));
        }
        finally
        {
            foreach (var counter in counters) Assert.Equal(0, Calls.Close(counter));
        }
    }

    [Fact]
    public async Task A_loop_may_be_disposed_of_while_others_post()
    {
        for (var round = 0; round < 20; round++)
        {
            var loop = new Loop("ending", TimeProvider.System);
            loop.Start();
            var posting = Enumerable.Range(0, 3).Select(_ => Task.Run(() => { while (loop.Post(static () => { })) { } })).ToArray();
            loop.Dispose();
            await Task.WhenAll(posting).WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
