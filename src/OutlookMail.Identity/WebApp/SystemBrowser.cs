using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>Opens an address in the browser that the system names.</summary>
public static class SystemBrowser
{
    /// <exception cref="SignInException">BrowserUnavailable.</exception>
    public static Task OpenAsync(Uri address)
    {
        try
        {
            // AbsoluteUri is percent-encoded, so no shell finds a space or a quotation mark in it.
            using var process = PrivateFiles.IsWindows
                ? Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "open" : "xdg-open", address.AbsoluteUri) { UseShellExecute = false });
            return Task.CompletedTask;
        }
        catch (Win32Exception e)
        {
            throw SignInErrors.BrowserUnavailable("No browser could be opened here: " + e.Message, e);
        }
    }
}
