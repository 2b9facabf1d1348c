using Haneul.Model;

namespace Haneul.Store;

/// <summary>Where the world is kept. What <see cref="Write"/> has returned from is there after the process is killed; a call is answered only then.</summary>
internal interface IStore : IDisposable
{
    /// <summary>The world as last written.</summary>
    World Load();

    /// <summary>Writes the changes of one or more steps, all or none; <paramref name="empties"/> forgets everything else.</summary>
    void Write(IReadOnlyCollection<Change> changes, bool empties);
}
