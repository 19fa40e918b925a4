using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Shows a mail in the browser, where there is one and somebody to look.</summary>
internal static class MailPreview
{
    internal static async Task ShowAsync(MailWritingCmdlet cmdlet, OutlookSession session, WrittenMail mail, CmdletOutput output, CancellationToken token)
    {
        OutlookMailDraft draft = await mail.ReadAsync(session, token).ConfigureAwait(false);
        draft.PreviewPath = PreviewPage.Write(draft, DateTimeOffset.UtcNow);
        bool shown = HostInteraction.IsPossible(Environment.GetCommandLineArgs(), Environment.UserInteractive, Environment.GetEnvironmentVariable)
            && HostInteraction.HasBrowser(Environment.GetEnvironmentVariable)
            && Open(draft.PreviewPath);
        if (!shown)
        {
            await output.VerboseAsync($"No browser was opened here: the page is {draft.PreviewPath}.").ConfigureAwait(false);
        }

        await output.WriteAsync(draft).ConfigureAwait(false);
    }

    private static bool Open(string path)
    {
        // AbsoluteUri is percent-encoded, so no shell finds a space or a quotation mark in it.
        string address = new Uri(path).AbsoluteUri;
        try
        {
            using Process? process = RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                ? Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "open" : "xdg-open", address) { UseShellExecute = false });
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }
}
