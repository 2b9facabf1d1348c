using Xunit.Sdk;

namespace Haneul.Tests.Tools;

/// <summary>Waits for what comes about by itself: on a loaded machine late, never by luck.</summary>
internal static class Waiting
{
    private const int PauseMs = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Until this is so.</summary>
    /// <param name="isSo">Is asked again and again.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="patience">It has so long; a minute where nothing is said.</param>
    /// <param name="evidence">What there is instead, for who reads the failure.</param>
    public static async Task Until(Func<Task<bool>> isSo, string what, TimeSpan? patience = null, Func<Task<string>>? evidence = null)
    {
        var limit = patience ?? Patience;
        var begun = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > limit) throw new XunitException($"In {limit.TotalSeconds} s this has not come about: {what}{(evidence is null ? "" : $"\n{await evidence()}")}");
            await Task.Delay(PauseMs);
        }
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, string, TimeSpan?, Func{Task{string}}?)"/>
    public static Task Until(Func<bool> isSo, string what) => Until(() => Task.FromResult(isSo()), what);
}
