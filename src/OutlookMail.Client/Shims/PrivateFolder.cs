using System.IO;

namespace OutlookMail.Client;

/// <summary>A folder for one user: 0700 from the moment it exists. On Windows the user's profile folder carries that in its
/// access list.</summary>
internal static class PrivateFolder
{
#if NETSTANDARD2_0
    public static void Create(string path) => Directory.CreateDirectory(path);
#else
    public static void Create(string path)
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
