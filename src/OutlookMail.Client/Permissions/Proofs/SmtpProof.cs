using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>SMTP.Send: a sign-in on a connection of its own, MAIL FROM, and RSET: no mail is sent, unless one to oneself is asked for.</summary>
internal static class SmtpProof
{
    public static async Task RunAsync(OutlookPermissionResult row, LiveSession session, bool sendTestMail, CancellationToken cancellationToken)
    {
        var smtp = await session.OpenSmtpAsync(cancellationToken);
        try
        {
            var reply = await smtp.ProbeSenderAsync(MailSignIn.SmtpUser(session), cancellationToken);
            row.Passed($"{session.Plan.Smtp} signed in {MailSignIn.SmtpUser(session)} and took MAIL FROM: {reply}");
            await smtp.QuitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not (OutlookMailException or OperationCanceledException))
        {
            throw SmtpErrorMapper.Map(e, session);
        }
        finally
        {
            await smtp.DisposeAsync();
        }

        if (sendTestMail && session.Handle.Mailbox == MailSignIn.SmtpUser(session))
        {
            var sent = await TestMail.SendAsync(session, cancellationToken);
            row.Passed($"{row.Evidence} A test mail to {sent.From} was taken: {sent.Reply}");
        }
    }
}
