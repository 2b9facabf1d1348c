using Haneul.Model;

namespace Haneul.Store;

/// <summary>Keeps nothing: for tests and throwaway clouds.</summary>
internal sealed class MemoryStore : IStore
{
    public World Load() => World.Empty;

    public void Write(IReadOnlyCollection<Change> changes, bool empties)
    {
    }

    public void Dispose()
    {
    }
}
