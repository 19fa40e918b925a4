using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

/// <summary>What Select-Object -First does to a connection, again and again: the listing is left or cancelled at any moment, in a flush too, and the next command finds the connection whole.</summary>
public class FirstOnlyTests
{
    // 1,500 showed the mistake that these are about; a run of them takes a minute.
    private static readonly int Rounds = Environment.GetEnvironmentVariable("OUTLOOKMAIL_EVERY_OCTET") == "1" ? 1500 : 120;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_that_is_left_at_any_moment_leaves_the_connection_whole()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Ct);
        string user = sandbox.Info.Users[0];
        var inbox = sandbox.Store.Mailbox(user).Folder("INBOX");
        for (int n = 0; n < 200; n++)
        {
            inbox.Append($"From: bob@contoso.test\r\nTo: {user}\r\nSubject: Mail {n}\r\n\r\nx\r\n");
        }

        // Its time stands still: only what is done counts, not how fast this machine does it.
        var options = new WireOptions { CertificateAuthority = sandbox.CertificateAuthority, Time = new ManualTime() };
        await using ImapConnection connection = await ImapConnection.ConnectAsync(new WireEndpoint("localhost", sandbox.Info.ImapPort, TlsMode.Implicit), options, Ct);
        await connection.AuthenticateAsync(user, sandbox.IssueToken(user), Ct);
        await connection.SelectAsync("INBOX", readOnly: true, Ct);
        var random = new Random(5);
        for (int round = 0; round < Rounds; round++)
        {
            await ListAsync(connection, random.Next(40), random.Next(4));
            Assert.False(connection.IsBroken, $"round {round}");
            await connection.NoopAsync(Ct);
        }
    }

    private static async Task ListAsync(ImapConnection connection, int most, int how)
    {
        using var cancel = new CancellationTokenSource();
        Task cancelling = Task.CompletedTask;
        if (how == 0)
        {
            // While the first command is written, or soon after.
            cancelling = Task.Run(cancel.Cancel, Ct);
        }

        int seen = 0;
        try
        {
            await foreach (FetchedMessage _ in connection.UidFetchAsync(UidSet.Range(1, 200), FetchItems.Summary, cancel.Token))
            {
                if (++seen <= most)
                {
                    continue;
                }

                if (how == 1)
                {
                    break;
                }

                if (how == 2)
                {
                    await cancel.CancelAsync();
                }
                else
                {
                    cancelling = Task.Run(cancel.Cancel, Ct);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // As asked.
        }

        await cancelling;
    }
}
