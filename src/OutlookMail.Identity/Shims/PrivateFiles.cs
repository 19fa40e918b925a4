using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace OutlookMail.Identity;

/// <summary>
/// Files and folders for one user: 0600 and 0700 from the moment they exist. On Windows the user's profile folder
/// carries that in its access list, which new files inherit.
/// </summary>
internal static class PrivateFiles
{
    [SupportedOSPlatformGuard("windows")]
    public static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

#if NETSTANDARD2_0
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share) => new(path, mode, access, share);

    public static void CreateFolder(string path) => Directory.CreateDirectory(path);

    public static void MakePrivate(string path)
    {
    }

    // Windows PowerShell runs on Windows alone, where access lists stand for modes.
    public static bool OthersCanWriteFolder(string path) => false;

    public static bool OthersCanRead(string path) => false;

    public static void Replace(string newPath, string path)
    {
        if (File.Exists(path))
        {
            File.Replace(newPath, path, null);
        }
        else
        {
            File.Move(newPath, path);
        }
    }
#else
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = FileMode0600;
        }

        return new FileStream(path, options);
    }

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode0700);
        }
    }

    /// <summary>For a file that somebody else's code has made.</summary>
    public static void MakePrivate(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(path, FileMode0600);
        }
    }

    public static bool OthersCanWriteFolder(string path) =>
        !OperatingSystem.IsWindows() &&
        (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;

    public static bool OthersCanRead(string path) =>
        !OperatingSystem.IsWindows() &&
        (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;

    public static void Replace(string newPath, string path) => File.Move(newPath, path, overwrite: true);
#endif

    public static bool IsLink(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
