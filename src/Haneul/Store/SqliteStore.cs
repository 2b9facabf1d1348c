using Haneul.Model;
using Microsoft.Data.Sqlite;

namespace Haneul.Store;

/// <summary>
/// The world in one SQLite file, a row for each resource. Write-ahead log with a full sync at each commit (https://www.sqlite.org/wal.html): an answered change survives a kill and a loss of power.
/// </summary>
internal sealed class SqliteStore : IStore
{
    /// <summary>Changes when older rows can no longer be read.</summary>
    private const int Format = 1;

    private readonly SqliteConnection db;
    private readonly SqliteCommand put;
    private readonly SqliteCommand remove;

    public SqliteStore(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        db.Open();
        Run("PRAGMA journal_mode=WAL");
        Run("PRAGMA synchronous=FULL");
        var format = Convert.ToInt32(Ask("PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (format > Format) throw new InvalidDataException($"{path} was written by a newer Haneul (format {format}, this one reads {Format})");
        Run("CREATE TABLE IF NOT EXISTS row (account TEXT, region TEXT, kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (account, region, kind, key)) WITHOUT ROWID");
        Run($"PRAGMA user_version={Format}");
        put = Prepare("INSERT OR REPLACE INTO row VALUES ($account, $region, $kind, $key, $body)", withBody: true);
        remove = Prepare("DELETE FROM row WHERE account = $account AND region = $region AND kind = $kind AND key = $key", withBody: false);
    }

    public World Load()
    {
        var world = World.Empty;
        using var command = db.CreateCommand();
        command.CommandText = "SELECT account, region, kind, body FROM row";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            world = Rows.Read(reader.GetString(2), reader.GetString(3)).LaidInto(world, new Place(reader.GetString(0), reader.GetString(1)));
        }
        return world;
    }

    public void Write(IReadOnlyCollection<Change> changes, bool empties)
    {
        using var transaction = db.BeginTransaction();
        if (empties) Run("DELETE FROM row", transaction);
        foreach (var change in changes)
        {
            var command = change.Row is null ? remove : put;
            command.Transaction = transaction;
            command.Parameters["$account"].Value = change.Place.Account;
            command.Parameters["$region"].Value = change.Place.Region;
            command.Parameters["$kind"].Value = change.Kind.Name;
            command.Parameters["$key"].Value = change.Key;
            if (change.Row is not null) command.Parameters["$body"].Value = Rows.Write(change.Row);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    public void Dispose()
    {
        put.Dispose();
        remove.Dispose();
        db.Dispose();
    }

    private SqliteCommand Prepare(string sql, bool withBody)
    {
        var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var name in new[] { "$account", "$region", "$kind", "$key" }) command.Parameters.Add(name, SqliteType.Text);
        if (withBody) command.Parameters.Add("$body", SqliteType.Text);
        return command;
    }

    private void Run(string sql, SqliteTransaction? transaction = null)
    {
        using var command = db.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private object? Ask(string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
