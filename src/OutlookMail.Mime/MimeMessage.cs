using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Mime;

/// <summary>A message as it was read: any octets make one. Nothing is decoded before it is asked for; what the message
/// does wrong is in <see cref="Defects"/> and never thrown. Not changed by reading, so several threads may read it.</summary>
public sealed class MimeMessage : IDisposable
{
    private readonly MessageContext context;
    private readonly int root;
    private readonly bool opensTnef;
    private MimeEntity? body;
    private BodyView? view;

    internal MimeMessage(MessageContext context, int root, bool opensTnef = true)
    {
        this.context = context;
        this.root = root;
        this.opensTnef = opensTnef;
    }

    /// <summary>Header fields of the message, in their order.</summary>
    public MimeHeaders Headers => Body.Headers;

    /// <summary>The tree of parts; its own headers are those of the message.</summary>
    public MimeEntity Body => body ??= new MimeEntity(context, root, null);

    public string? Subject => Text("Subject");

    public IReadOnlyList<MimeAddress> From => Addresses("From");

    public IReadOnlyList<MimeAddress> To => Addresses("To");

    public IReadOnlyList<MimeAddress> Cc => Addresses("Cc");

    public IReadOnlyList<MimeAddress> Bcc => Addresses("Bcc");

    public IReadOnlyList<MimeAddress> ReplyTo => Addresses("Reply-To");

    public MimeAddress? Sender => Addresses("Sender") is { Count: > 0 } list ? list[0] : null;

    /// <summary>With the sender's zone; null when there is none or it means nothing.</summary>
    public DateTimeOffset? Date => Headers.Get("Date") is string raw && MimeDate.TryParse(raw, out DateTimeOffset date) ? date : null;

    /// <summary>Without angle brackets.</summary>
    public string? MessageId => MessageIds.First(Headers.Get("Message-ID"));

    /// <summary>The ids of the thread's earlier messages, oldest first, without angle brackets.</summary>
    public IReadOnlyList<string> References => MessageIds.All(Headers.Get("References"));

    public string? InReplyTo => MessageIds.First(Headers.Get("In-Reply-To"));

    /// <summary>The plain text of the message, soft line breaks of format=flowed resolved; null when it has none.</summary>
    public string? TextBody => View.Text;

    /// <summary>The HTML as it was sent, not sanitised; null when there is none.</summary>
    public string? HtmlBody => View.Html;

    /// <summary>Files to the reader, in their order.</summary>
    public IReadOnlyList<MimeEntity> Attachments => View.Attachments;

    /// <summary>Images that the HTML shows.</summary>
    public IReadOnlyList<MimeEntity> InlineImages => View.InlineImages;

    /// <summary>The invitation or answer (RFC 5545 as text/calendar, RFC 6047); its method is the parameter of its type.</summary>
    public MimeEntity? Calendar => ReportParts.Find(Body, "text/calendar");

    /// <summary>What a mailing list says of itself; null for mail that came through none.</summary>
    public MailingList? List => MailingList.Read(Headers);

    /// <summary>The list's addresses for leaving it (RFC 2369 §3.2).</summary>
    public IReadOnlyList<string> ListUnsubscribe => List?.Unsubscribe ?? Array.Empty<string>();

    /// <summary>What receiving servers found about the sender, the latest first.</summary>
    public IReadOnlyList<AuthenticationResults> AuthenticationResults => Mime.AuthenticationResults.ReadAll(Headers);

    /// <summary>What was met so far that breaks a standard; decoding more may add to it.</summary>
    public IReadOnlyList<MimeDefect> Defects
    {
        get
        {
            _ = context.Nodes;
            return context.Snapshot();
        }
    }

    /// <summary>Octets of the message as it came.</summary>
    public long Length => root == 0 ? context.Bytes.Length : OriginalBytes.Length;

    /// <summary>The message as it came, octet for octet.</summary>
    public ReadOnlyMemory<byte> OriginalBytes => root == 0 ? context.Bytes : Body.OriginalBytes;

    private BodyView View => view ??= new BodyView(Body, opensTnef);

    /// <summary>Reads a message that is in memory; the memory must stay unchanged while the message is used.</summary>
    public static MimeMessage Parse(ReadOnlyMemory<byte> bytes) => new(new MessageContext(bytes, null, 0), 0);

    /// <summary>Reads a message in segments; several segments are copied once into one.</summary>
    public static MimeMessage Parse(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return Parse(bytes.First);
        }

        if (bytes.Length > MimeLimits.MaxMessageLength)
        {
            throw new NotSupportedException("A message cannot be longer than 2 GB.");
        }

        return Parse(bytes.ToArray());
    }

    /// <summary>Reads a message from a stream to its end: short ones into memory, long ones into a temporary file that
    /// goes with the message (<see cref="MimeLimits.MaxBufferedLength"/>).</summary>
    public static async Task<MimeMessage> ReadAsync(Stream s, CancellationToken ct)
    {
        MessageStore store = await MessageStore.ReadAsync(s, ct).ConfigureAwait(false);
        return new MimeMessage(new MessageContext(store.Bytes, store, 0), 0);
    }

    /// <summary>Reads a message from a file; long ones are mapped into memory and not read.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MimeMessage Open(string path)
    {
        MessageStore store = MessageStore.Open(path);
        return new MimeMessage(new MessageContext(store.Bytes, store, 0), 0);
    }

    /// <summary>The plain text, or text made from the HTML; null when the message has neither. Nothing is fetched.</summary>
    public string? GetText() => TextBody ?? (HtmlBody is string html ? HtmlText.FromHtml(html) : null);

    /// <summary>The same message, in which winmail.dat (MS-OXTNEF) is an attachment like any other and its text is not the
    /// message's. It goes with this one.</summary>
    public MimeMessage WithTnefClosed() => new(context, root, opensTnef: false);

    /// <summary>Gives back the file or buffer behind the message. A nested message has none of its own.</summary>
    public void Dispose()
    {
        if (root == 0)
        {
            context.Dispose();
        }
    }

    private string? Text(string name) => Headers.Get(name);

    private IReadOnlyList<MimeAddress> Addresses(string name)
    {
        List<MimeAddress>? all = null;
        IReadOnlyList<MimeAddress>? first = null;

        // RFC 5322 §3.6 allows each once; where there are more, all recipients count.
        foreach (MimeHeader header in Headers.All(name))
        {
            IReadOnlyList<MimeAddress> list = MimeAddress.ReadList(HeaderText.ToText(header.RawValue.Span));
            if (first == null)
            {
                first = list;
            }
            else
            {
                (all ??= new List<MimeAddress>(first)).AddRange(list);
            }
        }

        return all ?? first ?? Array.Empty<MimeAddress>();
    }
}
