namespace Haneul.Daemon;

/// <summary>An answer that goes on until whoever listens has gone, or there is no more to say.</summary>
internal interface IStreamed : IDisposable
{
    string ContentType { get; }

    Task WriteAsync(Stream to, CancellationToken cancel);
}
