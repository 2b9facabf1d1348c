using System.Diagnostics;
using System.Text.Json;

namespace Haneul.Daemon;

/// <summary>What the running daemon tells of itself in its data directory.</summary>
internal sealed record DaemonCard(int Pid, string Endpoint, string Account, string Version, DateTimeOffset Started, string Mode = "")
{
    /// <summary>Whether a process has its number; one that was killed leaves its card behind.</summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Pid);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }
}

/// <summary>The directory of one Haneul: its store, its lock (one daemon at a time) and the card that tells where the daemon is.</summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>Where a daemon in the background prints; it is there before the daemon.</summary>
    public const string LogName = "log";

    private readonly FileStream @lock;

    private DataDirectory(string path, FileStream @lock) => (Path, this.@lock) = (path, @lock);

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "world.db");

    /// <summary>Apart from the world: it is much, and never changes.</summary>
    public string LogDatabase => System.IO.Path.Combine(Path, "logs.db");

    /// <summary>Takes the directory, making it if needed; says who has it when it is taken.</summary>
    public static DataDirectory Take(string path)
    {
        var isOurs = !Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(entry => System.IO.Path.GetFileName(entry) == LogName);
        Directory.CreateDirectory(path);
        if (isOurs) File.WriteAllText(OursOf(path), "All that is in this directory is a Haneul's: 'haneul down --purge' removes it.\n");
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
            using var card = JsonDocument.Parse(File.ReadAllBytes(CardOf(path)));
            var root = card.RootElement;
            return new DaemonCard(root.GetProperty("pid").GetInt32(), Text(root, "endpoint"), Text(root, "account"), Text(root, "version"), root.GetProperty("started").GetDateTimeOffset(), Text(root, "mode"));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Written beside and moved into place, so that nobody reads half a card.</summary>
    public void WriteCard(DaemonCard card)
    {
        var draft = CardOf(Path) + ".new";
        using (var file = File.Create(draft))
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteNumber("pid", card.Pid);
            json.WriteString("endpoint", card.Endpoint);
            json.WriteString("account", card.Account);
            json.WriteString("version", card.Version);
            json.WriteString("started", card.Started);
            json.WriteString("mode", card.Mode);
            json.WriteEndObject();
        }
        File.Move(draft, CardOf(Path), overwrite: true);
    }

    public void Dispose()
    {
        // Somebody may have removed the directory under us: then the card is gone as well.
        if (Directory.Exists(Path)) File.Delete(CardOf(Path));
        @lock.Dispose();
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";

    /// <summary>Whether it held nothing else when a Haneul came, so that all of it may go.</summary>
    public static bool IsOurs(string path) => File.Exists(OursOf(path));

    private static string OursOf(string path) => System.IO.Path.Combine(path, "README");

    private static string CardOf(string path) => System.IO.Path.Combine(path, "daemon.json");
}

/// <summary>Something that the person at the command line can put right; printed without a stack.</summary>
internal sealed class UserError(string message) : Exception(message);
