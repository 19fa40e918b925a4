using System;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OutlookMail.Store;

/// <summary>
/// A compiled statement that yields nothing, run on SQLite itself: Microsoft.Data.Sqlite makes a reader for each run, which
/// costs more than a row that is put in.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;

    /// <exception cref="SqliteException"/>
    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out statement), database);
        // $1 may come before $0, and one of them not at all.
        places = new int[raw.sqlite3_bind_parameter_count(statement)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = raw.sqlite3_bind_parameter_index(statement, "$" + i.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <param name="values">For its parameters $0, $1, …; null is NULL.</param>
    /// <returns>The rows that were changed.</returns>
    /// <exception cref="SqliteException"/>
    public int Execute(object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            SqliteException.ThrowExceptionForRC(Bind(places[i], values[i]), database);
        }

        var result = raw.sqlite3_step(statement);
        var reset = raw.sqlite3_reset(statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(reset != raw.SQLITE_OK ? reset : result, database);
        }

        return raw.sqlite3_changes(database);
    }

    public void Dispose() => statement.Dispose();

    private int Bind(int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        string text => raw.sqlite3_bind_text(statement, index, text),
        byte[] octets => raw.sqlite3_bind_blob(statement, index, octets),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        int number => raw.sqlite3_bind_int64(statement, index, number),
        double number => raw.sqlite3_bind_double(statement, index, number),
        IConvertible other => raw.sqlite3_bind_int64(statement, index, other.ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException("No value for a statement: " + value.GetType().Name, nameof(value)),
    };
}
