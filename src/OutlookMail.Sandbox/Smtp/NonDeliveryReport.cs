using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Smtp;

/// <summary>A delivery status notification (RFC 3464) in the sender's inbox, in the form of Exchange's own.</summary>
internal static class NonDeliveryReport
{
    public static void Send(ExchangeService exchange, string sender, string recipient, byte[] original, string status = "5.1.10", string? diagnostic = null)
    {
        if (exchange.Store.Find(sender) is not SandboxMailbox mailbox)
        {
            return;
        }

        string boundary = "SANDBOX_" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        string domain = sender[(sender.LastIndexOf('@') + 1)..];
        var headers = new HeaderEditor(original);
        string subject = headers.Find("Subject") ?? "";
        string reason = diagnostic ?? "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup";
        string inReplyTo = headers.Find("Message-ID") is string id ? $"In-Reply-To: {id}\r\nReferences: {id}\r\n" : "";
        string report = string.Create(CultureInfo.InvariantCulture, $"""
            From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@{domain}>
            To: <{sender}>
            Date: {exchange.Time.GetUtcNow():ddd, d MMM yyyy HH:mm:ss} +0000
            Subject: Undeliverable: {subject}
            Message-ID: <{Guid.NewGuid()}@{exchange.HostName}>
            {inReplyTo}Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"
            X-MS-Exchange-Message-Is-Ndr:

            --{boundary}
            Content-Type: text/plain; charset=us-ascii

            Your message to {recipient} couldn't be delivered.

            {recipient} wasn't found at {recipient[(recipient.LastIndexOf('@') + 1)..]}.

            --{boundary}
            Content-Type: message/delivery-status

            Reporting-MTA: dns;{exchange.HostName}
            Arrival-Date: {exchange.Time.GetUtcNow():ddd, d MMM yyyy HH:mm:ss} +0000

            Final-Recipient: rfc822;{recipient}
            Action: failed
            Status: {status}
            Diagnostic-Code: {reason}

            --{boundary}
            Content-Type: text/rfc822-headers

            {HeadersOf(original)}

            --{boundary}--

            """).ReplaceLineEndings("\r\n");
        mailbox.Folder(SandboxMailbox.Inbox).Append(Encoding.UTF8.GetBytes(report));
        exchange.Entra.Log($"SANDBOX sent {sender} a non-delivery report for {recipient}.");
    }

    private static string HeadersOf(byte[] message)
    {
        int end = message.AsSpan().IndexOf("\r\n\r\n"u8);
        return Encoding.UTF8.GetString(message, 0, end < 0 ? message.Length : end).TrimEnd();
    }
}
