using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Waits for what comes about by itself: on a loaded machine late, never by luck.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task Until(Func<bool> isSo, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"in a minute this has not come about: {what}");
            await Task.Delay(20);
        }
    }
}
