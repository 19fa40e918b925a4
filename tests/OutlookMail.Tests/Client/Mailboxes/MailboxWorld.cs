using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Tests.Client.Mailboxes;

/// <summary>A mailbox on some server, and a session of the client in it.</summary>
public abstract class MailboxWorld : IAsyncDisposable
{
    public required OutlookClient Client { get; init; }

    public required OutlookSession Session { get; init; }

    /// <summary>A folder of this world's own, new and empty.</summary>
    public required string Folder { get; init; }

    protected static async Task<(OutlookSession Session, string Folder)> OpenAsync(OutlookClient client, ConnectRequest request, string token)
    {
        request.AccessToken = new NetworkCredential("", token).SecurePassword;
        OutlookSession session = await client.ConnectAsync(request, new RecordedEvents(_ => Task.CompletedTask), CancellationToken.None);
        string folder = "Suite " + Guid.NewGuid().ToString("N")[..8];
        await client.Find(session).Imap.ReadAsync(
            async (imap, ct) =>
            {
                await imap.CreateAsync(folder, cancellationToken: ct);
                return true;
            },
            null,
            CancellationToken.None);
        return (session, folder);
    }

    /// <summary>Puts messages into the folder.</summary>
    public Task<List<AppendResult>> AppendAsync(IEnumerable<AppendMessage> messages) => Client.Find(Session).Imap.ChangeAsync(
        async (imap, ct) =>
        {
            var results = new List<AppendResult>();
            await foreach (AppendResult result in imap.AppendAsync(Folder, messages, ct))
            {
                results.Add(result);
            }

            return results;
        },
        Folder,
        CancellationToken.None);

    public virtual async ValueTask DisposeAsync()
    {
        await Client.DisconnectAsync(Session, forget: false, CancellationToken.None);
        GC.SuppressFinalize(this);
    }
}
