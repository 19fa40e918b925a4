using System;
using System.IO;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Work on files whose failures become catalogue entries; what the wire throws passes through.</summary>
internal static class Disk
{
    public static void Run(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw DiskErrors.Map(path, e);
        }
    }

    public static async Task RunAsync(string path, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw DiskErrors.Map(path, e);
        }
    }

    /// <summary>Closes a file whose every listed octet was flushed when it was listed: what a full disk did not take of the rest belongs to nothing.</summary>
    public static void Close(Stream? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // It is closed all the same.
        }
    }

    // What the wire throws is an IOException too, and is not the disk's fault.
    private static bool IsOfTheDisk(Exception e) =>
        e is UnauthorizedAccessException or NotSupportedException || (e is IOException and not (ConnectionBrokenException or ServerProtocolException or TlsFailedException));
}
