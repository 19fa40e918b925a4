using System;
using System.IO;
using Microsoft.Data.Sqlite;

namespace OutlookMail.Store;

/// <summary>The store could not do its work; nothing of the failed call is kept.</summary>
public sealed class StoreException : Exception
{
    // SQLite's result codes, https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    // ENOSPC and EDQUOT as Unix file streams report them, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as HRESULTs.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int DiskFull = unchecked((int)0x80070070);
    private const int HandleDiskFull = unchecked((int)0x80070027);

    public StoreException(StoreFailure failure, string path, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Path = path;
    }

    public StoreFailure Failure { get; }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    internal static StoreException From(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        Busy or Locked => new(StoreFailure.Busy, path, "Another process is using it.", e),
        Full => new(StoreFailure.Full, path, "The disk is full.", e),
        Corrupt or NotADatabase => new(StoreFailure.Damaged, path, "It is damaged, or no file of this module.", e),
        _ => new(StoreFailure.Inaccessible, path, e.Message, e),
    };

    internal static StoreException From(Exception e, string path) => e switch
    {
        SqliteException sqlite => From(sqlite, path),
        IOException { HResult: NoSpace or QuotaExceeded or DiskFull or HandleDiskFull } => new(StoreFailure.Full, path, "The disk is full.", e),
        _ => new(StoreFailure.Inaccessible, path, e.Message, e),
    };
}
