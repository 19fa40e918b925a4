using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace OutlookMail.Tests.Archive;

/// <summary>A disk that is soon full, and can be made larger. Skipped by name where none can be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("outlookmail-disk-");

    /// <param name="kilobytes">What it holds.</param>
    public SmallDisk(int kilobytes)
    {
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={kilobytes}k"), "tmpfs", place.FullName) != 0)
        {
            place.Delete();
            Assert.Skip("No small disk can be mounted here: that takes Linux and root.");
        }
    }

    public string Path => place.FullName;

    /// <summary>Room for everything.</summary>
    public void Enlarge() => Assert.Equal(0, Run("mount", "-o", "remount,size=256m", place.FullName));

    public void Dispose()
    {
        Run("umount", "-l", place.FullName);
        place.Delete();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
