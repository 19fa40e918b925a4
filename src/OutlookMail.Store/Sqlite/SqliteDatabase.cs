using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Microsoft.Data.Sqlite;

namespace OutlookMail.Store;

/// <summary>
/// One database file, one connection to it, one transaction at a time; other processes do the same to the same file.
/// Write-ahead log: readers never wait, and a killed process leaves nothing half done. The file must lie on a local disk:
/// the log's shared memory does not work over a network.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    // A network drive or a stick tells nobody what its file is; SQLite keeps this number for that (PRAGMA application_id).
    private const int ApplicationId = 0x4F4D5053;

    private readonly object gate = new();
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);
    private readonly SqliteConnection connection;
    private bool isDurable;

    static SqliteDatabase()
    {
        NativeSqlite.Prepare();
        SQLitePCL.Batteries_V2.Init();
    }

    private SqliteDatabase(string path, SqliteConnection connection)
    {
        Path = path;
        this.connection = connection;
    }

    public string Path { get; }

    /// <param name="migrations">Scripts in order; a database remembers how many it has had (PRAGMA user_version).</param>
    /// <exception cref="StoreException"/>
    public static SqliteDatabase Open(string path, IReadOnlyList<string> migrations, SqliteOptions options)
    {
        SqliteConnection? connection = null;
        try
        {
            PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(path)!);
            // Made here for its mode: SQLite would follow the umask, and gives its log the mode of the file.
            PrivateFiles.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
            }.ToString());
            connection.Open();
            var database = new SqliteDatabase(path, connection);
            database.Prepare(options);
            database.Migrate(migrations);
            return database;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw StoreException.From(e, path);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction. Nothing of it stays when it throws.</summary>
    /// <param name="durable">
    /// True: on return it outlives a power cut. False: it outlives the death of this process, and goes to the disk with
    /// the next durable one; order is kept in both cases.
    /// </param>
    /// <exception cref="StoreException"/>
    public T Write<T>(bool durable, Func<SqliteDatabase, T> work)
    {
        lock (gate)
        {
            try
            {
                if (durable != isDurable)
                {
                    Execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
                    isDurable = durable;
                }

                Execute("BEGIN IMMEDIATE");
                try
                {
                    var result = work(this);
                    Execute("COMMIT");
                    return result;
                }
                catch
                {
                    Rollback();
                    throw;
                }
            }
            catch (SqliteException e)
            {
                throw StoreException.From(e, Path);
            }
        }
    }

    /// <summary>Runs <paramref name="work"/> over one state of the database.</summary>
    /// <exception cref="StoreException"/>
    public T Read<T>(Func<SqliteDatabase, T> work)
    {
        lock (gate)
        {
            try
            {
                Execute("BEGIN");
                try
                {
                    return work(this);
                }
                finally
                {
                    Rollback();
                }
            }
            catch (SqliteException e)
            {
                throw StoreException.From(e, Path);
            }
        }
    }

    /// <summary>Only inside <see cref="Write"/> and <see cref="Read"/>. The statement is compiled once.</summary>
    /// <param name="values">For the parameters $0, $1, … of the statement; null is NULL.</param>
    /// <returns>The rows that a change touched; without meaning for other statements.</returns>
    public int Execute(string sql, params object?[] values)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteDatabase)), sql);
            statements.Add(sql, statement);
        }

        return statement.Execute(values);
    }

    /// <summary>The rowid of the last row that was put in.</summary>
    public long LastId => SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);

    public object? Scalar(string sql, params object?[] values)
    {
        var value = Bind(sql, values).ExecuteScalar();
        return value is DBNull ? null : value;
    }

    public long Number(string sql, params object?[] values) => Convert.ToInt64(Scalar(sql, values) ?? 0L, CultureInfo.InvariantCulture);

    public List<T> Rows<T>(Func<SqliteDataReader, T> row, string sql, params object?[] values)
    {
        var rows = new List<T>();
        using var reader = Bind(sql, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Rows as they are read, over one state of the database, which does nothing else until the last was taken.</summary>
    /// <exception cref="StoreException"/>
    public IEnumerable<T> Stream<T>(Func<SqliteDataReader, T> row, string sql, params object?[] values)
    {
        using var reader = Try(() => Bind(sql, values).ExecuteReader());
        while (Try(reader.Read))
        {
            yield return Try(() => row(reader));
        }
    }

    /// <summary>Lets statements and views call a function that depends on its argument alone.</summary>
    public void AddFunction(string name, Func<byte[], string> function) => connection.CreateFunction(name, function, isDeterministic: true);

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var command in commands.Values)
            {
                command.Dispose();
            }

            commands.Clear();
            foreach (var statement in statements.Values)
            {
                statement.Dispose();
            }

            statements.Clear();
            connection.Dispose();
        }
    }

    private T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw StoreException.From(e, Path);
        }
    }

    // A script of many statements.
    private void Run(string script)
    {
        using var command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Bind(string sql, object?[] values)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null));
            }

            commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    private void Prepare(SqliteOptions options)
    {
        Execute("PRAGMA busy_timeout=" + ((long)options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA foreign_keys=ON");
        // macOS: fsync alone leaves the data in the drive's own cache.
        Execute("PRAGMA fullfsync=ON");
        Execute("PRAGMA synchronous=NORMAL");
        // KiB; the default of 2,000 is less than a thousand queued mails and their indexes, which are then read anew for
        // each group.
        Execute("PRAGMA cache_size=-16384");
        if (options.MaximumPages is { } pages)
        {
            Execute("PRAGMA max_page_count=" + pages.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Migrate(IReadOnlyList<string> migrations)
    {
        if (Number("PRAGMA user_version") == migrations.Count && Number("PRAGMA application_id") == ApplicationId)
        {
            return;
        }

        Write(durable: true, db =>
        {
            // Asked again: another process may have done it in between.
            var version = (int)db.Number("PRAGMA user_version");
            var owner = db.Number("PRAGMA application_id");
            if (owner != ApplicationId && (owner != 0 || db.Number("SELECT count(*) FROM sqlite_master") > 0))
            {
                throw new StoreException(StoreFailure.Damaged, Path, "It is a database of another program.");
            }

            if (version > migrations.Count)
            {
                throw new StoreException(StoreFailure.TooNew, Path, "A newer version of the module has used it.");
            }

            db.Execute("PRAGMA application_id=" + ApplicationId.ToString(CultureInfo.InvariantCulture));
            for (; version < migrations.Count; version++)
            {
                db.Run(migrations[version]);
            }

            db.Execute("PRAGMA user_version=" + migrations.Count.ToString(CultureInfo.InvariantCulture));
            return true;
        });
    }

    private void Rollback()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself (full disk, I/O error): there is no transaction any more.
        }
    }
}
