using System.Text.Json;

namespace Haneul.Daemon;

/// <summary>What the running daemon tells of itself in its data directory.</summary>
internal sealed record DaemonCard(int Pid, string Endpoint, string Account, string Version, DateTimeOffset Started);

/// <summary>The directory of one Haneul: its store, its lock (one daemon at a time) and the card that tells where the daemon is.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream @lock;

    private DataDirectory(string path, FileStream @lock) => (Path, this.@lock) = (path, @lock);

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "world.db");

    /// <summary>Takes the directory, making it if needed; says who has it when it is taken.</summary>
    public static DataDirectory Take(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new DataDirectory(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            var card = ReadCard(path);
            var who = card is null ? e.Message : $"a daemon with pid {card.Pid} runs at {card.Endpoint}";
            throw new UserError($"The data directory {path} is in use: {who}. Stop it with 'haneul down --data {path}', or give another --data.");
        }
    }

    public static DaemonCard? ReadCard(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DaemonCard>(File.ReadAllBytes(CardOf(path)));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Written beside and moved into place, so that nobody reads half a card.</summary>
    public void WriteCard(DaemonCard card)
    {
        var draft = CardOf(Path) + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(card));
        File.Move(draft, CardOf(Path), overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(CardOf(Path));
        @lock.Dispose();
    }

    private static string CardOf(string path) => System.IO.Path.Combine(path, "daemon.json");
}

/// <summary>Something that the person at the command line can put right; printed without a stack.</summary>
internal sealed class UserError(string message) : Exception(message);
