using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Tests.Commands;

/// <summary>Somebody else who writes mails.</summary>
internal static class SandboxRunspaceMail
{
    /// <summary>A mail now and then, until it is stopped.</summary>
    internal static async Task KeepSendingAsync(OutlookSession session, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await OutlookClient.Shared.SendMailAsync(session, new MailDraft { To = [session.Mailbox], Subject = "new", Text = "x" }, stop);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stop);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
