using System;
using System.IO;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What writing to a disk can meet: a full one ends the command, anything else is the file's own trouble.</summary>
internal static class DiskErrors
{
    // ENOSPC and EDQUOT as Unix file streams report them, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as HRESULTs.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int DiskFull = unchecked((int)0x80070070);
    private const int HandleDiskFull = unchecked((int)0x80070027);

    public static OutlookMailException Map(string path, Exception e) => e switch
    {
        OutlookMailException known => known,
        IOException { HResult: NoSpace or QuotaExceeded or DiskFull or HandleDiskFull } => ArchiveErrors.DiskFull(path, e),
        _ => MailErrors.FileNotWritable(path, e),
    };
}
