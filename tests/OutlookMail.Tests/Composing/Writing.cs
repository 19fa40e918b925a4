using System;
using System.IO;
using System.Linq;
using System.Threading;
using OutlookMail.Client;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Composing;

/// <summary>A folder for files and signatures, and mails written from it.</summary>
internal sealed class Writing : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(1));

    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("outlookmail-writing-");

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public DraftContext Context => new("ada@contoso.test", ["ada@contoso.test"], Now, Folder.FullName);

    public string Image(string name = "logo.png") => File(name, Pixel);

    public string File(string name, byte[] content)
    {
        var path = Path.Combine(Folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public string File(string name, string content) => File(name, System.Text.Encoding.UTF8.GetBytes(content));

    public MailDraft Draft(string? html = null) => new() { To = ["bob@contoso.test"], Subject = "s", Html = html, Text = html is null ? "x" : null, ImageFolder = Folder.FullName };

    /// <summary>A mail with one of everything that has to be encoded, folded or nested; what foreign readers are shown.</summary>
    public MailDraft Everything()
    {
        Image();
        var draft = Draft("<p>Grüße 👋 <img src=\"logo.png\"></p>");
        draft.From = "\"Žoë, the \\\"boss\\\"\" <ada@contoso.test>";
        draft.Subject = string.Concat(Enumerable.Repeat("Ein langer Betreff mit Ümläuten 你好 ", 5)).Trim();
        draft.AttachmentPaths = [File("Größe und Länge des sehr langen Namens einer Datei, der gefaltet werden muss.pdf", "x"), File("old.eml", "Subject: old\r\n\r\nbody\r\n")];
        draft.Invitation = new DraftInvitation { Start = Now, End = Now.AddHours(1) };
        return draft;
    }

    public byte[] Write(MailDraft draft, byte[]? original = null, bool forward = false)
    {
        using var message = original is null ? null : MimeMessage.Parse(original);
        var composed = DraftComposer.Compose(draft, Context, message is null ? null : new OriginalMail(message, forward));
        using var octets = new MemoryStream();
        composed.WriteToAsync(octets, Ct).GetAwaiter().GetResult();
        Assert.Equal(composed.Length, octets.Length);
        return octets.ToArray();
    }

    public MimeMessage Read(MailDraft draft, byte[]? original = null, bool forward = false) => MimeMessage.Parse(Write(draft, original, forward));

    public void Dispose() => Folder.Delete(recursive: true);
}
