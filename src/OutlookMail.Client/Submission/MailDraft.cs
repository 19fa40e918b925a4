using System;
using System.Collections.Generic;
using System.Net.Mail;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A mail as its author means it. Addresses are text as people type it: <c>ada@contoso.com</c> or <c>Ada &lt;ada@contoso.com&gt;</c>.</summary>
public sealed class MailDraft
{
    public IReadOnlyList<string> To { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> Cc { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> Bcc { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> ReplyTo { get; set; } = Array.Empty<string>();

    /// <summary>The session's mailbox when null.</summary>
    public string? From { get; set; }

    /// <summary>Empty for a reply or a forward takes the original's.</summary>
    public string Subject { get; set; } = "";

    public string? Text { get; set; }

    public string? Html { get; set; }

    /// <summary>In place of Html; its text is the text part unless Text is given.</summary>
    public string? Markdown { get; set; }

    /// <summary>The charset of the texts where it can write them; UTF-8 otherwise.</summary>
    public Encoding? Charset { get; set; }

    /// <summary>File system paths. One that cannot be read stops the mail before anything is sent.</summary>
    public IReadOnlyList<string> AttachmentPaths { get; set; } = Array.Empty<string>();

    /// <summary>Files from elsewhere than the file system.</summary>
    public IReadOnlyList<DraftAttachment> Attachments { get; set; } = Array.Empty<DraftAttachment>();

    /// <summary>Where relative paths of images in the HTML begin; null leaves all images as they are.</summary>
    public string? ImageFolder { get; set; }

    public OutlookMailPriority Priority { get; set; } = OutlookMailPriority.Normal;

    public OutlookMailSensitivity Sensitivity { get; set; }

    /// <summary>Further fields; those that the module writes itself are refused.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; set; } = Array.Empty<KeyValuePair<string, string>>();

    /// <summary>Asks for a message when the mail is read.</summary>
    public bool ReadReceipt { get; set; }

    /// <summary>Reports of the delivery to ask for (RFC 3461); a server without DSN delivers the mail all the same.</summary>
    public DeliveryNotificationOptions DeliveryNotification { get; set; }

    /// <summary>mailto: and https: addresses, the preferred one first (RFC 2369).</summary>
    public IReadOnlyList<string> ListUnsubscribe { get; set; } = Array.Empty<string>();

    /// <summary>The https address takes a POST without asking further (RFC 8058).</summary>
    public bool OneClickUnsubscribe { get; set; }

    public DraftInvitation? Invitation { get; set; }

    /// <summary>The message that this one answers; its sender is added to To.</summary>
    public OutlookMessage? InReplyTo { get; set; }

    /// <summary>With InReplyTo: everybody who got the original is added, less the mailbox itself.</summary>
    public bool ReplyAll { get; set; }

    /// <summary>The message that this one passes on, with its files.</summary>
    public OutlookMessage? Forward { get; set; }

    /// <summary>Put below what is written: a name in the folder signatures, or a file's path.</summary>
    public string? Signature { get; set; }

    /// <summary>A certificate with its private key (S/MIME).</summary>
    public X509Certificate2? SignWith { get; set; }

    /// <summary>The recipients' certificates, and the sender's own to read it later (S/MIME).</summary>
    public IReadOnlyList<X509Certificate2> EncryptFor { get; set; } = Array.Empty<X509Certificate2>();
}
