using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OutlookMail.Client;

/// <summary>
/// Windows' mark of a file that came from the internet ([MS-FSCC] §5.6.1, stream Zone.Identifier): Office then opens it in
/// protected view and SmartScreen looks at programs. Other systems have none.
/// </summary>
internal static class ZoneIdentifier
{
    /// <summary>URLZONE_INTERNET.</summary>
    public const string Content = "[ZoneTransfer]\r\nZoneId=3\r\n";

    private const uint GenericWrite = 0x40000000;
    private const uint CreateAlways = 2;

    /// <summary>Marks the file where there are marks; a disk without streams (FAT) keeps it unmarked.</summary>
    public static void Mark(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

        // Not through FileStream: Windows PowerShell's runtime refuses a path with a second colon.
        using var handle = CreateFile(path + ":Zone.Identifier", GenericWrite, 0, IntPtr.Zero, CreateAlways, 0, IntPtr.Zero);
        if (!handle.IsInvalid)
        {
            var octets = Encoding.ASCII.GetBytes(Content);
            using var stream = new FileStream(handle, FileAccess.Write);
            stream.Write(octets, 0, octets.Length);
        }
    }

    [DllImport("kernel32.dll", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateFile(
        string path, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);
}
