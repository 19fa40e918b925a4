using System.Management.Automation;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Writes a mail for each input and sends none.</summary>
[Cmdlet(VerbsCommon.New, "OutlookMail", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookMailDraft), typeof(OutlookMergeReport))]
public sealed class NewOutlookMailCommand : MailWritingCmdlet
{
    private protected override void Process(WrittenMail mail)
    {
        if (Confirms(mail, "Write"))
        {
            RunInSession(
                async (session, output, token) => await output.WriteAsync(await mail.ReadAsync(session, token).ConfigureAwait(false)).ConfigureAwait(false),
                mail.Subject);
        }
    }
}
