using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using OutlookMail.TestServers;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

/// <summary>The main job through the cmdlets, on servers that are not ours: oidc-provider, Dovecot and Postfix.</summary>
public sealed class RealServersTests(RealServers servers) : IClassFixture<RealServers>
{
    private const string Alice = "alice@contoso.test";

    [Fact]
    public Task The_main_job_from_the_device_code_to_the_saved_mail() => InRunspaceAsync(() =>
    {
        var person = new ScriptBlock(args =>
        {
            var code = (OutlookDeviceCode)args[0];
            DevicePage.AnswerAsync(code.VerificationUri, code.UserCode, Alice, approve: true, servers.CertificateAuthority).GetAwaiter().GetResult();
            return [];
        });
        OutlookSession session = SandboxRunspace.Connect([.. Hosts(), ("ClientId", servers.ClientId), ("Tenant", servers.Tenant), ("Authority", servers.Entra), ("NoStore", true), ("OnDeviceCode", person)]);
        Assert.Equal(Alice, session.Mailbox);

        OutlookPermissionResult[] rows = SandboxRunspace.Output<OutlookPermissionResult>(CmdletRun.Of<TestOutlookAppPermissionsCommand>());
        Assert.All(rows.Where(r => r.Kind == OutlookPermissionRowKind.Permission && r.Permission != "User.Read"), r => Assert.Equal(OutlookPermissionStatus.Passed, r.Status));

        string subject = "Grüße " + Guid.NewGuid();
        string file = Path.Combine(servers.Root, "cmdlet.bin");
        byte[] octets = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 13)).ToArray();
        File.WriteAllBytes(file, octets);
        OutlookSendResult sent = Assert.Single(SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(
            ("To", Alice), ("Cc", "Bob <bob@contoso.test>"), ("Subject", subject), ("Body", "Hi\r\n.\r\n"), ("Attachment", file))));
        Assert.Equal(OutlookSendState.Sent, sent.State);
        Assert.Equal([Alice, "bob@contoso.test"], sent.Recipients.Select(r => r.Address));

        OutlookMessage message = Arrived(subject);
        OutlookMailContent content = Assert.Single(SandboxRunspace.Output<OutlookMailContent>(CmdletRun.WithInput<GetOutlookMailContentCommand>([message])));
        using var copy = new MemoryStream();
        content.Attachments.Single().OpenRead().CopyTo(copy);
        Assert.Equal(octets, copy.ToArray());

        OutlookSavedMail saved = Assert.Single(SandboxRunspace.Output<OutlookSavedMail>(
            CmdletRun.WithInput<SaveOutlookMailCommand>([message], ("Path", Path.Combine(servers.Root, "saved")))));
        Assert.Equal(new FileInfo(saved.Path).Length, saved.Length);
        SandboxRunspace.Output<object>(CmdletRun.Of<DisconnectOutlookMailboxCommand>());
    });

    [Fact]
    public Task Each_bad_input_is_its_own_error_with_a_fix() => InRunspaceAsync(() =>
    {
        string token = servers.TokenAsync(Alice).GetAwaiter().GetResult();
        string expired = servers.TokenAsync(Alice, -60).GetAwaiter().GetResult();
        (string, object?)[] good = [.. Hosts(), ("AccessToken", Secure(token)), ("Account", Alice)];

        Refused<ConnectOutlookMailboxCommand>("ConnectionFailed", [.. good.Where(p => p.Item1 != "ImapPort"), ("ImapPort", 1)]);
        Refused<ConnectOutlookMailboxCommand>("TlsFailed", [.. good.Where(p => p.Item1 != "CertificateAuthority")]);
        Refused<ConnectOutlookMailboxCommand>("AccessTokenExpired", [.. Hosts(), ("AccessToken", Secure(expired)), ("Account", Alice)]);
        Refused<ConnectOutlookMailboxCommand>("AuthenticationRejected", [.. Hosts(), ("AccessToken", Secure("nonsense")), ("Account", Alice)]);

        SandboxRunspace.Connect(good);
        Refused<GetOutlookMailCommand>("FolderNotFound", ("Folder", "No such folder"));
        Refused<SendOutlookMailCommand>("AttachmentNotReadable", ("To", Alice), ("Subject", "s"), ("Attachment", Path.Combine(servers.Root, "absent.pdf")));
        Refused<SendOutlookMailCommand>("AddressInvalid", ("To", "alice@contoso.test\r\nDATA"), ("Subject", "s"));
    });

    [Fact]
    public Task The_mailbox_commands_do_on_Dovecot_what_they_do_in_the_sandbox() => InRunspaceAsync(() =>
    {
        OutlookSession session = SandboxRunspace.Connect([.. Hosts(), ("AccessToken", Secure(servers.TokenAsync(Alice).GetAwaiter().GetResult())), ("Account", Alice)]);
        string subject = "Größe " + Guid.NewGuid();
        string file = Path.Combine(servers.Root, "mailbox.bin");
        File.WriteAllBytes(file, [1, 2, 3]);
        SandboxRunspace.Output<OutlookFolder>(CmdletRun.Of<NewOutlookFolderCommand>(("Name", "Cmdlets/2026")));
        SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(("To", Alice), ("Subject", subject), ("Body", "x"), ("Attachment", file)));

        OutlookMessage[] found = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<WaitOutlookMailCommand>(("Subject", subject), ("Timeout", 60), ("PollInterval", 1)));
        OutlookMessage moved = Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.WithInput<MoveOutlookMailCommand>(found, ("Destination", "Cmdlets/2026"), ("PassThru", true))));
        Assert.Contains("Kept", Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.WithInput<SetOutlookMailCommand>([moved], ("Read", true), ("AddKeyword", "Kept"), ("PassThru", true)))).Flags);
        OutlookSavedAttachment saved = Assert.Single(SandboxRunspace.Output<OutlookSavedAttachment>(
            CmdletRun.WithInput<SaveOutlookMailAttachmentCommand>([moved], ("Path", Path.Combine(servers.Root, "attachments")))));
        Assert.Equal(new byte[] { 1, 2, 3 }, File.ReadAllBytes(saved.Path));
        Assert.Equal(1, Assert.Single(SandboxRunspace.Output<OutlookFolder>(CmdletRun.Of<GetOutlookFolderCommand>(("Name", "Cmdlets/*"), ("Size", true)))).Messages);
        SandboxRunspace.Output<object>(CmdletRun.WithInput<RemoveOutlookMailCommand>([moved]));
        Assert.Equal(subject, Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("Folder", "Deleted"), ("Subject", subject)))).Subject);
        SandboxRunspace.Output<OutlookMailboxEvent>(CmdletRun.Of<WatchOutlookMailboxCommand>(("Folder", "Cmdlets/*"), ("Timeout", 1)));
        SandboxRunspace.Output<object>(CmdletRun.Of<RemoveOutlookFolderCommand>(("Folder", "Cmdlets"), ("Recurse", true), ("Force", true)));
        SandboxRunspace.Output<object>(CmdletRun.Of<DisconnectOutlookMailboxCommand>(("Session", session)));
    });

    private static void Refused<T>(string id, params (string, object?)[] parameters)
        where T : Cmdlet, new()
    {
        EngineRun run = CmdletRun.Of<T>(parameters);
        ErrorRecord? error = run.Terminating ?? run.Errors.SingleOrDefault();
        Assert.True(error is not null, $"{typeof(T).Name} succeeded instead of {id}");
        Assert.Equal($"{id},{typeof(T).FullName}", error.FullyQualifiedErrorId);
        Assert.NotEmpty(error.ErrorDetails!.RecommendedAction);
        Assert.Empty(run.Output);
    }

    // Postfix hands over to Dovecot on its own time.
    private static OutlookMessage Arrived(string subject)
    {
        for (int attempt = 0; ; attempt++)
        {
            OutlookMessage? message = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("Subject", subject))).SingleOrDefault();
            if (message is not null)
            {
                return message;
            }

            Assert.True(attempt < 200, "The mail did not arrive.");
            Task.Delay(50).GetAwaiter().GetResult();
        }
    }

    private (string, object?)[] Hosts() =>
    [
        ("ImapServer", "localhost"), ("ImapPort", servers.ImapsPort), ("SmtpServer", "localhost"), ("SmtpPort", servers.SmtpStartTlsPort),
        ("CertificateAuthority", servers.CertificateAuthorityPath),
    ];

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }

    private Task InRunspaceAsync(Action test)
    {
        servers.Require();
        return CmdletRun.InRunspaceAsync(new DoubleRunspace(), test);
    }
}
