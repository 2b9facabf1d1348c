namespace Haneul.Tests.Balancing;

/// <summary>The machine's clock, put forward at will: what waits for it goes on with real time.</summary>
internal sealed class AdvancedClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref ahead);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
