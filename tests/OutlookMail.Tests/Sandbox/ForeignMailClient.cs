using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>The command lines and settings of mail programs that are tried at the sandbox; the token comes to them in TOKEN.</summary>
internal static class ForeignMailClient
{
    /// <summary>Sends the mail of a file to bob@contoso.test.</summary>
    internal static Task<(int Code, string Output)> MsmtpAsync(SandboxServer server, string ca, string user, string mail, Dictionary<string, string> environment) =>
        ForeignProgram.RunAsync(
            "msmtp",
            [
                "--host=localhost", $"--port={server.Info.SmtpPort}", "--tls=on", "--tls-starttls=on", "--tls-trust-file=" + ca, "--auth=xoauth2",
                "--user=" + user, "--passwordeval=printenv TOKEN", "--from=" + user, "bob@contoso.test",
            ],
            environment,
            mail);

    /// <summary>Fetches the mailbox into Maildirs below a folder that is there.</summary>
    internal static async Task<(int Code, string Output)> MbsyncAsync(SandboxServer server, string ca, string user, string store, Dictionary<string, string> environment)
    {
        string settings = store + ".mbsyncrc";
        await File.WriteAllTextAsync(settings, $"""
            IMAPAccount sandbox
            Host localhost
            Port {server.Info.ImapPort}
            User {user}
            PassCmd "printenv TOKEN"
            SSLType IMAPS
            CertificateFile {ca}
            AuthMechs XOAUTH2

            IMAPStore far
            Account sandbox

            MaildirStore near
            Path {store}/
            Inbox {store}/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Create Near
            SyncState *

            """);
        (int code, string output) = await ForeignProgram.RunAsync("mbsync", ["-c", settings, "all"], environment);
        if (output.Contains("AuthMechs", StringComparison.Ordinal) || output.Contains("no mechanism available", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Skip("mbsync has no XOAUTH2 plugin: libsasl2-modules-kdexoauth2.");
        }

        return (code, output);
    }
}
