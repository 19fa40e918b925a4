using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Tests.Client;
using OutlookMail.Wire;

namespace OutlookMail.Tests.Archive;

/// <summary>Mail of every kind for the folders of a sandbox, and somebody else who works in the mailbox.</summary>
internal static class ArchiveWorld
{
    public const string Ada = "ada@contoso.test";

    private static int number;

    public static string Message(string subject, string line, int lines) =>
        "From: Bob <bob@contoso.test>\r\nTo: ada@contoso.test\r\nMessage-ID: <" + Guid.NewGuid() + "@contoso.test>\r\nDate: Sun, 01 Mar 2026 12:00:00 +0000\r\nSubject: "
        + subject + "\r\n\r\n" + string.Concat(Enumerable.Repeat(line, lines));

    public static void Fill(SandboxFolder folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var n = number++;
            var subject = (n % 4) switch
            {
                0 => FormattableString.Invariant($"Mail {n}"),
                1 => "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes("Größe 你好 🎉 " + n.ToString(CultureInfo.InvariantCulture))) + "?=",
                2 => FormattableString.Invariant($"../..\\{n}: <a|b> ?*\""),
                _ => "",
            };
            var line = (n % 3) switch
            {
                0 => "From here on, and >From there, and\r\n>From the start\r\n",
                1 => "words " + n.ToString(CultureInfo.InvariantCulture) + "\r\n",
                _ => "From nowhere " + new string('y', n % 200) + "\r\n",
            };
            folder.Append(Message(subject, line, 1 + (n % 30)), (n % 2) == 0 ? SandboxFlags.Seen : SandboxFlags.None, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(n));
        }
    }

    /// <summary>A connection of ada's beside the client's own.</summary>
    public static async Task<ImapConnection> ConnectAsync(SandboxServer sandbox)
    {
        var imap = await ImapConnection.ConnectAsync(
            new WireEndpoint(sandbox.Info.ImapHost, sandbox.Info.ImapPort, TlsMode.Implicit),
            new WireOptions { CertificateAuthority = X509Certificate2.CreateFromPem(sandbox.Info.CertificateAuthorityPem) },
            SandboxSession.Ct);
        await imap.AuthenticateAsync(Ada, sandbox.IssueToken(Ada), SandboxSession.Ct);
        return imap;
    }

    /// <summary>As after a restore: the same messages under a new UIDVALIDITY.</summary>
    public static async Task RenumberAsync(SandboxServer sandbox, string name)
    {
        var mailbox = sandbox.Store.Mailbox(Ada);
        var messages = mailbox.Folder(name).Messages;
        await using var imap = await ConnectAsync(sandbox);
        await imap.DeleteAsync(name, SandboxSession.Ct);
        foreach (var message in messages)
        {
            mailbox.Folder(name).Append(message.Bytes, message.Flags, message.InternalDate);
        }
    }
}
