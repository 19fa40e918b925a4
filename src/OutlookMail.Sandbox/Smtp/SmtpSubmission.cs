using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Smtp;

/// <summary>What Exchange's transport does with a mail once its content is there.</summary>
internal static class SmtpSubmission
{
    public static void Take(SmtpSession session, SmtpTransaction transaction, ReadOnlySpan<byte> content)
    {
        if (transaction.Content.Length + content.Length > session.Exchange.Options.MaximumMessageSize)
        {
            transaction.IsTooLarge = true;
            transaction.Content.SetLength(0);
        }

        if (!transaction.IsTooLarge)
        {
            transaction.Content.Write(content);
        }
    }

    /// <summary>Judges and delivers; the reply is Exchange's final one.</summary>
    public static void Finish(SmtpSession session, SmtpTransaction transaction)
    {
        session.Transaction = null;
        ExchangeService exchange = session.Exchange;
        if (session.TakeScriptedAnswer("."))
        {
            return;
        }

        if (transaction.IsTooLarge)
        {
            session.Reply(552, "5.3.4", "Message size exceeds fixed maximum message size");
            return;
        }

        if (exchange.Faults.Take(OutlookSandboxFault.TemporaryRefusal) || !exchange.Limits.TrySend(session.Submitter!))
        {
            session.Reply(432, "4.3.2", $"STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname={exchange.HostName}]");
            return;
        }

        if (exchange.Faults.Take(OutlookSandboxFault.SubmissionQuota) || !exchange.Limits.TryAddress(session.Submitter!, transaction.Recipients.Count))
        {
            session.Reply(554, "5.2.0", $"STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception with message The message can't be submitted because the sender's submission quota was exceeded. [Hostname={exchange.HostName}]");
            return;
        }

        byte[] content = transaction.Content.ToArray();
        string from = SenderOf(content, transaction.MailFrom);
        if (!MaySendAs(session, from))
        {
            string host = exchange.HostName;
            session.Reply(554, "5.2.252", string.Create(CultureInfo.InvariantCulture,
                $"SendAsDenied; {session.Submitter} not allowed to send as {from}; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message Cannot submit message. [Hostname={host}]"));
            exchange.Entra.Log($"SANDBOX SMTP refused {session.Submitter}: no right to send as {from}.");
            return;
        }

        string messageId = Deliver(exchange, session.Submitter!, transaction, content);
        exchange.Entra.Log(string.Create(CultureInfo.InvariantCulture,
            $"SANDBOX SMTP took a mail from {from} for {transaction.Recipients.Count} recipient(s), {content.Length} octets."));
        if (exchange.Faults.Take(OutlookSandboxFault.DropAfterDot))
        {
            // The mail is on its way and nobody says so: the one case a client cannot tell from a loss.
            session.Connection.Abort();
            session.IsEnding = true;
            return;
        }

        session.Reply(250, "2.0.0", $"OK {messageId} [Hostname={exchange.HostName}]");
    }

    private static string Deliver(ExchangeService exchange, string submitter, SmtpTransaction transaction, byte[] content)
    {
        string ownId = $"<SANDBOX{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}@{exchange.HostName}>";
        var editor = new HeaderEditor(content);

        // Bcc is for the submitter's eyes; the envelope has the addresses.
        byte[] sent = Stamp(exchange, editor, ownId, withBcc: true);
        byte[] delivered = Stamp(exchange, editor, ownId, withBcc: false);
        string received = string.Create(CultureInfo.InvariantCulture,
            $"Received: from [127.0.0.1] by {exchange.HostName} with Microsoft SMTP Server (SANDBOX);\r\n {exchange.Time.GetUtcNow():ddd, d MMM yyyy HH:mm:ss} +0000\r\n");
        delivered = [.. Encoding.ASCII.GetBytes(received), .. delivered];

        if (exchange.Options.SaveSentItems && exchange.Store.Find(submitter) is SandboxMailbox own)
        {
            own.Folder(SandboxMailbox.SentItems).Append(sent, SandboxFlags.Seen);
        }

        foreach (string recipient in transaction.Recipients.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (MagicRecipient.ReportFor(recipient) is (string status, string diagnostic))
            {
                NonDeliveryReport.Send(exchange, submitter, recipient, content, status, diagnostic);
            }
            else if (exchange.Store.Find(recipient) is SandboxMailbox mailbox)
            {
                mailbox.Folder(SandboxMailbox.Inbox).Append(delivered);
            }
            else if (IsLocal(exchange, recipient) && transaction.MailFrom.Length > 0)
            {
                NonDeliveryReport.Send(exchange, submitter, recipient, content);
            }
            else
            {
                exchange.Entra.Log($"SANDBOX let a mail for {recipient} go: that domain is outside, and nothing leaves this machine.");
            }
        }

        return editor.Find("Message-ID") is string kept && !exchange.Options.RewriteMessageId ? kept : ownId;
    }

    private static byte[] Stamp(ExchangeService exchange, HeaderEditor editor, string ownId, bool withBcc)
    {
        bool hasId = editor.Find("Message-ID") is not null;
        bool rewrite = exchange.Options.RewriteMessageId || !hasId;
        return editor.Write(
            prepend: rewrite ? $"Message-ID: {ownId}\r\n" : "",
            rename: name => rewrite && name.Equals("Message-ID", StringComparison.OrdinalIgnoreCase) ? "X-Microsoft-Original-Message-ID"
                : !withBcc && name.Equals("Bcc", StringComparison.OrdinalIgnoreCase) ? null
                : name);
    }

    private static bool IsLocal(ExchangeService exchange, string recipient)
    {
        string domain = recipient[(recipient.LastIndexOf('@') + 1)..];
        return exchange.Entra.Directory.IsVerifiedDomain(domain)
            || exchange.Store.Mailboxes.Any(m => m.Address.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Who the mail says it is from: its From header, which Exchange judges, or the envelope's sender without one.</summary>
    private static string SenderOf(byte[] content, string mailFrom)
    {
        string? from = new HeaderEditor(content).Find("From");
        return from is not null && OutlookMail.Mime.MimeAddress.ReadList(from) is [var first, ..] && first.Address.Contains('@', StringComparison.Ordinal)
            ? first.Address
            : mailFrom;
    }

    private static bool MaySendAs(SmtpSession session, string from)
    {
        AccessClaims claims = session.Claims!;
        return from.Equals(session.Submitter, StringComparison.OrdinalIgnoreCase)
            || (session.Exchange.Store.Find(from) is SandboxMailbox mailbox
                && mailbox.MaySendAs(claims.IsAppOnly ? claims.ObjectId.ToString() : claims.UserName!));
    }
}
