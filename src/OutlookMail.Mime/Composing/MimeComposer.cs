using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Builds a message from what its sender means: texts, files and recipients in, the right structure out.</summary>
public sealed class MimeComposer
{
    private IdSource? ids;
    private string? seed;
    private string? messageId;

    public MimeAddress? From { get; set; }

    /// <summary>Who sends, when it is not the author (RFC 5322 §3.6.2).</summary>
    public MimeAddress? Sender { get; set; }

    public IList<MimeAddress> To { get; } = new List<MimeAddress>();

    public IList<MimeAddress> Cc { get; } = new List<MimeAddress>();

    /// <summary>Recipients that no field names.</summary>
    public IList<MimeAddress> Bcc { get; } = new List<MimeAddress>();

    public IList<MimeAddress> ReplyTo { get; } = new List<MimeAddress>();

    public string Subject { get; set; } = "";

    public string? Text { get; set; }

    public string? Html { get; set; }

    /// <summary>The charset of the texts where it can write them; UTF-8 otherwise, and when it is null.</summary>
    public Encoding? Charset { get; set; }

    /// <summary>Writes the field Bcc: for a draft that is to be sent later, never for a mail that is sent now.</summary>
    public bool KeepsBcc { get; set; }

    /// <summary>Inline ones are shown in the HTML and go beside it; without HTML they are files like the others.</summary>
    public IList<MimeAttachmentSource> Attachments { get; } = new List<MimeAttachmentSource>();

    /// <summary>Further fields. The ones this class writes itself are refused.</summary>
    public IList<KeyValuePair<string, string>> ExtraHeaders { get; } = new List<KeyValuePair<string, string>>();

    public MimePriority Priority { get; set; }

    /// <summary>Asks for a message when the mail is read (RFC 8098 §2.1).</summary>
    public MimeAddress? ReadReceiptTo { get; set; }

    /// <summary>An invitation, or the answer to one; goes as the last form of the text, where calendars look for it.</summary>
    public CalendarInvite? Calendar { get; set; }

    public MailingListFields? List { get; set; }

    /// <summary>Signs the message (RFC 8551): a certificate with its private key. The message is held in memory while it is signed.</summary>
    public X509Certificate2? SignWith { get; set; }

    /// <summary>Encrypts the message for these certificates, after it was signed. Include the sender's own to read it later;
    /// Subject and addresses stay readable.</summary>
    public IList<X509Certificate2> EncryptFor { get; } = new List<X509Certificate2>();

    /// <summary>Says that no person wrote this, so that no answering machine replies (RFC 3834 §5): auto-generated for
    /// notifications, auto-replied for answers.</summary>
    public string? AutoSubmitted { get; set; }

    /// <summary>Without angle brackets.</summary>
    public string? InReplyTo { get; set; }

    /// <summary>Without angle brackets, oldest first.</summary>
    public IList<string> References { get; } = new List<string>();

    public DateTimeOffset Date { get; set; } = DateTimeOffset.Now;

    /// <summary>Without angle brackets; made of a unique name and From's domain unless it is set.</summary>
    public string MessageId
    {
        get => messageId ??= Ids.Next() + "@" + Domain();
        set => messageId = value;
    }

    /// <summary>Makes every boundary and id the same again. For tests and comparisons: a seed used twice makes two
    /// messages with one Message-ID.</summary>
    public string? Seed
    {
        get => seed;
        set
        {
            seed = value;
            ids = null;
        }
    }

    private IdSource Ids => ids ??= new IdSource(seed);

    /// <summary>Checks everything and lays the message out. No file is held open.</summary>
    /// <exception cref="MimeFormatException">Something cannot be written: says what, and where in the given text.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public MimeComposed Compose()
    {
        if (From == null)
        {
            throw new MimeFormatException("A message needs its author in From.", 0);
        }

        List<MimeAddress> everybody = new(To);
        everybody.AddRange(Cc);
        everybody.AddRange(Bcc);
        List<MimeAddress> named = new(everybody) { From };
        named.AddRange(ReplyTo);
        if (Sender != null)
        {
            named.Add(Sender);
        }

        if (ReadReceiptTo != null)
        {
            named.Add(ReadReceiptTo);
        }

        foreach (MimeAddress address in named)
        {
            // Addresses read from a message come here unchecked.
            AddressSyntax.Check(address.Address, 0);
            AddressSyntax.CheckName(address.Name, 0);
        }

        bool utf8 = named.Exists(a => AddressWire.NeedsUtf8(a.Address));
        ComposedPart root = new PartComposer(Ids).Compose(this, out HeaderWriter content, utf8);
        root.Header = Join(MessageHeader(utf8).ToBytes(), content.ToBytes());
        return new MimeComposed(root, MessageId, utf8, Recipients(everybody, utf8), AddressWire.ForHeader((Sender ?? From).Address, utf8));
    }

    private HeaderWriter MessageHeader(bool utf8)
    {
        HeaderWriter header = new(utf8);
        header.Structured("Date", MimeDate.Format(Date));
        header.Addresses("From", new[] { From! });
        if (Sender != null)
        {
            header.Addresses("Sender", new[] { Sender });
        }

        header.Addresses("Reply-To", new List<MimeAddress>(ReplyTo));
        header.Addresses("To", new List<MimeAddress>(To));
        header.Addresses("Cc", new List<MimeAddress>(Cc));
        if (KeepsBcc)
        {
            header.Addresses("Bcc", new List<MimeAddress>(Bcc));
        }

        header.Unstructured("Subject", Subject);
        HeaderValue.RefuseId(MessageId, "The Message-ID");
        header.Ids("Message-ID", new[] { MessageId });
        if (InReplyTo != null)
        {
            HeaderValue.RefuseId(InReplyTo, "In-Reply-To");
            header.Ids("In-Reply-To", new[] { InReplyTo });
        }

        foreach (string id in References)
        {
            HeaderValue.RefuseId(id, "References");
        }

        header.Ids("References", new List<string>(References));
        if (Priority != MimePriority.Normal)
        {
            header.Structured("Importance", Priority == MimePriority.High ? "high" : "low");
            header.Structured("X-Priority", Priority == MimePriority.High ? "1" : "5");
        }

        if (ReadReceiptTo != null)
        {
            header.Addresses("Disposition-Notification-To", new[] { ReadReceiptTo });
        }

        if (AutoSubmitted != null)
        {
            if (AutoSubmitted is not ("auto-generated" or "auto-replied" or "auto-notified" or "no"))
            {
                throw new MimeFormatException("Auto-Submitted is auto-generated, auto-replied, auto-notified or no.", 0);
            }

            header.Structured("Auto-Submitted", AutoSubmitted);
        }

        List?.Write(header);
        foreach (KeyValuePair<string, string> extra in ExtraHeaders)
        {
            HeaderValue.RefuseName(extra.Key);
            if (OwnFields.Contains(extra.Key))
            {
                throw new MimeFormatException("The field " + extra.Key + " is written by its own property.", 0);
            }

            header.Unstructured(extra.Key, extra.Value);
        }

        header.Structured("MIME-Version", "1.0");
        return header;
    }

    private static IReadOnlyList<string> Recipients(List<MimeAddress> everybody, bool utf8)
    {
        List<string> recipients = new();
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (MimeAddress address in everybody)
        {
            string wire = AddressWire.ForHeader(address.Address, utf8);
            if (seen.Add(wire))
            {
                recipients.Add(wire);
            }
        }

        return recipients;
    }

    private string Domain()
    {
        string address = From?.Address ?? "";
        string domain = address.Substring(address.LastIndexOf('@') + 1);
        return domain.Length == 0 || domain[0] == '[' || !Ascii.IsAscii(domain) ? "localhost" : domain;
    }

    private static byte[] Join(byte[] first, byte[] second)
    {
        byte[] all = new byte[first.Length + second.Length];
        first.CopyTo(all, 0);
        second.CopyTo(all, first.Length);
        return all;
    }
}
