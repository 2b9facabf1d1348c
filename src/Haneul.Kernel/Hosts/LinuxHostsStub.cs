namespace Haneul.Kernel;
/// <summary>Stands in until the real hosts come: delete this file then.</summary>
public sealed class LinuxHosts(string tag, string run, string layers) : IHosts
{
    public IReadOnlyDictionary<string, RunningHost> Running { get; } = new Dictionary<string, RunningHost>();
    public event Action<string>? Ended;
    public RunningHost Create(HostSpec spec) { Ended?.Invoke(tag + run + layers); throw new HostException("x"); }
    public void Boot(string id) { }
    public Task StopAsync(string id, TimeSpan grace, CancellationToken cancel) => Task.CompletedTask;
    public void Forget(string id) { }
    public string Console(string id) => "";
    public Task<HostOutput> RunAsync(string id, IReadOnlyList<string> command, string? input, string user, CancellationToken cancel) => throw new HostException("x");
    public IReadOnlyList<string> CommandFor(string id, IReadOnlyList<string> command, string user) => [];
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
