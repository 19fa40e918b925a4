#if NETSTANDARD2_0
using System;
using System.IO;
using System.Runtime.InteropServices;
#endif

namespace OutlookMail.Store;

/// <summary>Sees to it that SQLite's native library is found.</summary>
internal static class NativeSqlite
{
#if NETSTANDARD2_0
    private const uint LoadWithAlteredSearchPath = 8;

    // .NET Framework looks for a native library beside the assembly and knows no runtimes folder. One that is loaded by
    // its path before is taken by its name afterwards.
    public static void Prepare()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

        var architecture = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X86 => "win-x86",
            Architecture.Arm64 => "win-arm64",
            _ => "win-x64",
        };
        var path = Path.Combine(Path.GetDirectoryName(typeof(NativeSqlite).Assembly.Location)!, "runtimes", architecture, "native", "e_sqlite3.dll");
        if (File.Exists(path))
        {
            LoadLibraryEx(path, IntPtr.Zero, LoadWithAlteredSearchPath);
        }
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, EntryPoint = "LoadLibraryExW", ExactSpelling = true)]
    private static extern IntPtr LoadLibraryEx(string path, IntPtr reserved, uint flags);
#else
    // The runtime, or the module's load context, finds it by the runtime identifier.
    public static void Prepare()
    {
    }
#endif
}
