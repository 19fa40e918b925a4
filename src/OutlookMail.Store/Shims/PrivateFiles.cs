using System.IO;

namespace OutlookMail.Store;

/// <summary>
/// Files and folders for one user: 0600 and 0700 from the moment they exist. On Windows the user's profile folder
/// carries that in its access list, which new files inherit.
/// </summary>
internal static class PrivateFiles
{
#if NETSTANDARD2_0
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share) => new(path, mode, access, share);

    public static void CreateFolder(string path) => Directory.CreateDirectory(path);
#else
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!System.OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    public static void CreateFolder(string path)
    {
        if (System.OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
#endif
}
