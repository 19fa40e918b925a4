using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// What front ends call: requests in, objects out, no engine and no console. Failures are catalogue entries
/// (<see cref="OutlookMailException"/>) once they went through <see cref="ErrorMapper"/>.
/// </summary>
public sealed class OutlookClient
{
    private readonly SessionService sessions;
    private readonly TimeProvider time;
    private readonly Func<string, string?> environment;

    public OutlookClient(TimeProvider time, Func<string, string?> environment)
        : this(time, environment, time)
    {
    }

    /// <summary>With a clock of its own for waits, which a test may jump over while connections keep real time.</summary>
    internal OutlookClient(TimeProvider time, Func<string, string?> environment, TimeProvider waits)
    {
        this.time = time;
        this.environment = environment;
        sessions = new SessionService(time, environment, waits);
        Outbox = new OutboxService(sessions, waits);
        Archive = new ArchiveService(sessions, time);
        Apps = new OutlookAppClient(time, environment);
    }

    /// <summary>The process's own: sessions made through it are seen by every runspace.</summary>
    public static OutlookClient Shared { get; } = new(TimeProvider.System, Environment.GetEnvironmentVariable);

    /// <summary>Mails that are queued, being sent, or were sent.</summary>
    public OutboxService Outbox { get; }

    /// <summary>Local copies of mailboxes.</summary>
    public ArchiveService Archive { get; }

    /// <summary>App registrations, their secrets, and the credentials that this user keeps.</summary>
    public OutlookAppClient Apps { get; }

    /// <summary>Open sessions, oldest first.</summary>
    public IReadOnlyList<OutlookSession> Sessions => sessions.Sessions;

    internal LiveSession Find(OutlookSession session) => sessions.Find(session);

    /// <summary>Signs in, and proves it by opening the mailbox.</summary>
    public async Task<OutlookSession> ConnectAsync(ConnectRequest request, IConnectEvents events, CancellationToken cancellationToken)
    {
        var (filled, profile) = await sessions.FillAsync(request, events, cancellationToken);
        return await sessions.ConnectAsync(filled, profile, await Apps.ForConnectAsync(filled, events, cancellationToken), events, cancellationToken);
    }

    /// <summary>The session that the environment names in full, signed in without a person; NotSignedIn where it names none.</summary>
    /// <param name="sender">The mail's From, whose mailbox it is where no variable names one; null where there is no mail.</param>
    /// <param name="sendOnly">Proves the session by SMTP alone.</param>
    /// <param name="events">Told of where the sign-in comes from.</param>
    /// <param name="cancellationToken">Cancels the sign-in.</param>
    public Task<OutlookSession> ConnectUnattendedAsync(string? sender, bool sendOnly, IConnectEvents events, CancellationToken cancellationToken) =>
        sessions.ConnectUnattendedAsync(
            sender is not null && MimeAddress.TryParse(sender, out var from, out _) ? from!.Address : null, sendOnly, events, cancellationToken);

    /// <summary>Seals an open session for an unattended job elsewhere.</summary>
    public Task<OutlookExportedSession> ExportSessionAsync(ExportSessionRequest request, CancellationToken cancellationToken) =>
        sessions.Transfer.ExportAsync(sessions.Find(request.Session), request, cancellationToken);

    /// <summary>Opens a sealed session, and proves it by opening the mailbox.</summary>
    public Task<OutlookSession> ImportSessionAsync(ImportSessionRequest request, IConnectEvents events, CancellationToken cancellationToken) =>
        sessions.ImportAsync(request, events, cancellationToken);

    /// <summary>The sealed sessions that were made here; <paramref name="storeFolder"/> is null for the user's data folder.</summary>
    public Task<IReadOnlyList<OutlookExportedSession>> GetExportedSessionsAsync(string? storeFolder, CancellationToken cancellationToken) =>
        sessions.Transfer.ListAsync(storeFolder, cancellationToken);

    /// <summary>Calls a sealed session back: its id goes into its revocation list.</summary>
    public Task RevokeExportedSessionAsync(Guid exportId, string? storeFolder, CancellationToken cancellationToken) =>
        sessions.Transfer.RevokeAsync(exportId, storeFolder, cancellationToken);

    /// <summary>Keeps a named sign-in.</summary>
    public Task<OutlookProfile> SaveProfileAsync(ProfileRequest request, CancellationToken cancellationToken) =>
        sessions.Profiles.SaveAsync(request, cancellationToken);

    /// <summary>The named sign-ins of this user, or of a sandbox.</summary>
    public Task<IReadOnlyList<OutlookProfile>> GetProfilesAsync(OutlookSandboxInfo? sandbox, string? storeFolder, CancellationToken cancellationToken) =>
        sessions.Profiles.ListAsync(sandbox, storeFolder, cancellationToken);

    public Task RemoveProfileAsync(string name, OutlookSandboxInfo? sandbox, string? storeFolder, CancellationToken cancellationToken) =>
        sessions.Profiles.RemoveAsync(name, sandbox, storeFolder, cancellationToken);

    /// <summary>Ends a session; with <paramref name="forget"/>, the kept sign-in too.</summary>
    public Task DisconnectAsync(OutlookSession session, bool forget, CancellationToken cancellationToken)
    {
        Outbox.Forget(session);
        return sessions.DisconnectAsync(session, forget, cancellationToken);
    }

    /// <summary>Ends a stopped sandbox's sessions and drops what was kept for it.</summary>
    public async Task ForgetSandboxAsync(Guid sandboxId, CancellationToken cancellationToken)
    {
        foreach (var session in sessions.OfSandbox(sandboxId))
        {
            Outbox.Forget(session);
        }

        await sessions.ForgetSandboxAsync(sandboxId, cancellationToken);
        Outbox.ForgetSandbox(sandboxId);
        DataFolder.RemoveSandbox(sandboxId);
        Apps.ForgetSandbox(sandboxId);
    }

    /// <summary>A token for another program (mutt, mbsync, msmtp, curl).</summary>
    public Task<OutlookAccessToken> GetAccessTokenAsync(OutlookSession session, OutlookTokenResource resource, CancellationToken cancellationToken) =>
        sessions.GetAccessTokenAsync(session, resource, cancellationToken);

    /// <summary>The sign-ins that are kept for this user; <paramref name="storeFolder"/> is null for the user's data folder.</summary>
    public Task<IReadOnlyList<OutlookAccount>> GetAccountsAsync(string? storeFolder, CancellationToken cancellationToken) =>
        sessions.AccountsAsync(storeFolder, cancellationToken);

    /// <summary>Removes a kept sign-in and its tokens from this machine.</summary>
    public Task RemoveAccountAsync(string account, string? clientId, string? storeFolder, CancellationToken cancellationToken) =>
        sessions.RemoveAccountAsync(account, clientId, storeFolder, cancellationToken);

    /// <summary>Follows each permission of a session's app from the registration to the wire.</summary>
    public async IAsyncEnumerable<OutlookPermissionResult> TestPermissionsAsync(OutlookSession session, PermissionTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        var kept = await Apps.FindKeptAsync(live.Plan, cancellationToken);
        var view = await Apps.ViewAsync(live.Plan, kept, request, cancellationToken);
        await foreach (var row in TestPermissionsAsync(new PermissionContext(live.Plan, live, null, view, kept, time.GetUtcNow()) { RecipientFilter = request.RecipientFilter, IsOpen = true }, request, new QuietEvents(), cancellationToken))
        {
            yield return row;
        }
    }

    /// <summary>The same without a session: signs in as it can without a person, and says of the rest what Graph shows.</summary>
    public async IAsyncEnumerable<OutlookPermissionResult> TestPermissionsAsync(ConnectRequest where, PermissionTestRequest request, IConnectEvents events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = sessions.PlanOf(where, await Apps.ForConnectAsync(where, events, cancellationToken));
        var kept = await Apps.FindKeptAsync(plan, cancellationToken);
        var view = await Apps.ViewAsync(plan, kept, request, cancellationToken);
        LiveSession? live = null;
        OutlookMailException? failure = null;
        try
        {
            live = await sessions.SignInAsync(plan, events, cancellationToken);
        }
        catch (OutlookMailException refused)
        {
            failure = refused;
        }

        try
        {
            await foreach (var row in TestPermissionsAsync(new PermissionContext(plan, live, failure, view, kept, time.GetUtcNow()) { RecipientFilter = request.RecipientFilter }, request, events, cancellationToken))
            {
                yield return row;
            }
        }
        finally
        {
            if (live is not null)
            {
                await live.DisposeAsync();
            }
        }
    }

    private async IAsyncEnumerable<OutlookPermissionResult> TestPermissionsAsync(PermissionContext first, PermissionTestRequest request, IConnectEvents events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var trials = new SignInTrials(sessions, first, events);
        await foreach (var row in PermissionService.TestAsync(await trials.AllAsync(request.SignIn, cancellationToken), request, cancellationToken))
        {
            yield return row;
        }
    }

    /// <summary>The way to login, Graph, IMAP and SMTP, stage by stage, with the session's own tokens at the end of it.</summary>
    public IAsyncEnumerable<OutlookConnectionResult> TestConnectionAsync(OutlookSession session, ConnectionTestRequest request, CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        return new ConnectionTester(live.Plan, live, request, time).RunAsync(cancellationToken);
    }

    /// <summary>The same without a session, as far as it goes without a token.</summary>
    public IAsyncEnumerable<OutlookConnectionResult> TestConnectionAsync(ConnectRequest where, ConnectionTestRequest request, CancellationToken cancellationToken) =>
        new ConnectionTester(sessions.PlanOf(where, null), null, request, time).RunAsync(cancellationToken);

    /// <summary>What helps somebody else to find a fault, in one file that is safe to post.</summary>
    /// <param name="session">Its kind, hosts and connections; null where there is none.</param>
    /// <param name="where">The servers to look at without a session.</param>
    public async Task<OutlookSupportBundle> ExportSupportBundleAsync(OutlookSession? session, ConnectRequest where, SupportBundleRequest request, CancellationToken cancellationToken)
    {
        if (!request.Overwrite && File.Exists(request.Path))
        {
            throw MailErrors.FileExists(request.Path);
        }

        var stages = new List<OutlookConnectionResult>();
        if (!request.NoConnectionTest)
        {
            var test = new ConnectionTestRequest();
            await foreach (var stage in session is null ? TestConnectionAsync(where, test, cancellationToken) : TestConnectionAsync(session, test, cancellationToken))
            {
                stages.Add(stage);
            }
        }

        request.TracePath ??= session is null ? null : sessions.Find(session).Plan.Request.TracePath;
        var names = new Pseudonyms(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.UserName, Environment.MachineName);
        return await new SupportBundle(request, names, environment, time.GetUtcNow()).WriteAsync(session, stages, cancellationToken);
    }

    /// <summary>Newest first; rows come as the server gives them.</summary>
    public IAsyncEnumerable<OutlookMessage> GetMailAsync(OutlookSession session, MailQuery query, CancellationToken cancellationToken) =>
        GetMailAsync(session, query, SilentMailboxEvents.Instance, cancellationToken);

    /// <summary>The same, telling its plan and the folders that cannot be listed.</summary>
    public IAsyncEnumerable<OutlookMessage> GetMailAsync(OutlookSession session, MailQuery query, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailLister.ListAsync(sessions.Find(session), query, events, cancellationToken);

    /// <summary>Folders in the order of their tree.</summary>
    public Task<IReadOnlyList<OutlookFolder>> GetFoldersAsync(OutlookSession session, FolderQuery query, CancellationToken cancellationToken) =>
        FolderService.ListAsync(sessions.Find(session), query, cancellationToken);

    /// <summary>Makes a folder; <paramref name="parent"/> is null for a full name.</summary>
    public Task<OutlookFolder> NewFolderAsync(OutlookSession session, string name, string? parent, bool existingIsFine, CancellationToken cancellationToken) =>
        FolderService.NewAsync(sessions.Find(session), name, parent, existingIsFine, cancellationToken);

    /// <summary>Renames a folder with those below it.</summary>
    public Task<OutlookFolder> RenameFolderAsync(OutlookSession session, string name, string newName, CancellationToken cancellationToken) =>
        FolderService.RenameAsync(sessions.Find(session), name, newName, cancellationToken);

    /// <summary>Deletes a folder, named in full, and its messages for good.</summary>
    public Task RemoveFolderAsync(OutlookSession session, string fullName, CancellationToken cancellationToken) =>
        FolderService.RemoveAsync(sessions.Find(session), fullName, cancellationToken);

    /// <summary>Messages whole, in the order given; the first that cannot be read is thrown.</summary>
    public IAsyncEnumerable<OutlookMailContent> GetContentAsync(IReadOnlyList<OutlookMessage> messages, CancellationToken cancellationToken) =>
        GetContentAsync(messages, new ContentRequest(), SilentMailboxEvents.Instance, cancellationToken);

    /// <summary>The same, telling those that cannot be read and going on.</summary>
    public IAsyncEnumerable<OutlookMailContent> GetContentAsync(
        IReadOnlyList<OutlookMessage> messages, ContentRequest request, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailReader.ReadAsync(sessions, messages, request, events, cancellationToken);

    /// <summary>Messages as .eml files; the first that cannot be saved is thrown.</summary>
    public IAsyncEnumerable<OutlookSavedMail> SaveMailAsync(IReadOnlyList<OutlookMessage> messages, SaveMailRequest request, CancellationToken cancellationToken) =>
        SaveMailAsync(messages, request, SilentMailboxEvents.Instance, cancellationToken);

    /// <summary>The same, telling those that cannot be saved and going on.</summary>
    public IAsyncEnumerable<OutlookSavedMail> SaveMailAsync(
        IReadOnlyList<OutlookMessage> messages, SaveMailRequest request, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailSaver.SaveAsync(sessions, messages, request, events, cancellationToken);

    /// <summary>What is attached to messages, in files; what cannot be read or written is told, and the rest goes on.</summary>
    public IAsyncEnumerable<OutlookSavedAttachment> SaveAttachmentsAsync(
        IReadOnlyList<OutlookMessage> messages, SaveAttachmentRequest request, IMailboxEvents events, CancellationToken cancellationToken) =>
        AttachmentSaver.SaveAsync(sessions, messages, request, events, cancellationToken);

    /// <summary>Waits for a message that meets the query in its one folder; the newest, also when it was there already.</summary>
    public Task<OutlookMessage> WaitForMailAsync(
        OutlookSession session, MailQuery query, TimeSpan timeout, TimeSpan poll, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailWaiter.WaitAsync(sessions.Find(session), query, timeout, poll, events, cancellationToken);

    /// <summary>What happens in folders from now on, until it is cancelled, timed out, or cannot go on.</summary>
    public IAsyncEnumerable<OutlookMailboxEvent> WatchAsync(OutlookSession session, WatchRequest request, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailboxWatcher.WatchAsync(sessions.Find(session), request, events, cancellationToken);

    /// <summary>Each message with the flags it has now; what fails is told for each message.</summary>
    public IAsyncEnumerable<OutlookMessage> SetFlagsAsync(IReadOnlyList<OutlookMessage> messages, FlagChange change, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailFlagger.ChangeAsync(sessions, messages, change, events, cancellationToken);

    /// <summary>Each message in its new place, as far as the server told it.</summary>
    public IAsyncEnumerable<OutlookMessage> MoveMailAsync(IReadOnlyList<OutlookMessage> messages, string destination, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailMover.TransferAsync(sessions, messages, TransferKind.Move, destination, events, cancellationToken);

    /// <summary>Each copy, as far as the server told where it is.</summary>
    public IAsyncEnumerable<OutlookMessage> CopyMailAsync(IReadOnlyList<OutlookMessage> messages, string destination, IMailboxEvents events, CancellationToken cancellationToken) =>
        MailMover.TransferAsync(sessions, messages, TransferKind.Copy, destination, events, cancellationToken);

    /// <summary>To the folder for deleted messages, or away for good (then nothing comes).</summary>
    public IAsyncEnumerable<OutlookMessage> RemoveMailAsync(IReadOnlyList<OutlookMessage> messages, bool forGood, IMailboxEvents events, CancellationToken cancellationToken) => forGood
        ? MailMover.TransferAsync(sessions, messages, TransferKind.Delete, null, events, cancellationToken)
        : MailMover.TrashAsync(sessions, messages, events, cancellationToken);

    /// <summary>Yields each mail folder when it is through; messages that failed are told to <paramref name="events"/>.</summary>
    /// <exception cref="OutlookMailException">The run cannot go on; what was written stays, and the next run goes on from there.</exception>
    public IAsyncEnumerable<OutlookExportResult> ExportAsync(OutlookSession session, ExportRequest request, IArchiveEvents events, CancellationToken cancellationToken) =>
        new ExportRun(sessions.Find(session), request, events).RunAsync(cancellationToken);

    /// <summary>Sends a mail at once.</summary>
    /// <exception cref="OutlookMailException">The draft cannot be written, the mail was not sent, or (SendUncertain) nobody knows.</exception>
    public Task<OutlookSendResult> SendMailAsync(OutlookSession session, MailDraft draft, CancellationToken cancellationToken) =>
        SendMailAsync(session, draft, new SendRequest(), SilentOutboxEvents.Instance, cancellationToken);

    /// <inheritdoc cref="SendMailAsync(OutlookSession, MailDraft, CancellationToken)"/>
    public async Task<OutlookSendResult> SendMailAsync(OutlookSession session, MailDraft draft, SendRequest request, IOutboxEvents events, CancellationToken cancellationToken)
    {
        var result = await SendMailAsync(session, await ComposeAsync(session, draft, cancellationToken), request, events, cancellationToken);
        if (draft.InReplyTo is { } answered && !result.IsRepeat)
        {
            try
            {
                await MailAuthoring.MarkAnsweredAsync(sessions.Find(answered.Session), answered, cancellationToken);
            }
            catch (OutlookMailException e)
            {
                events.Warning($"The mail was sent, but the original could not be marked as answered: {e.Message}");
            }
        }

        return result;
    }

    /// <summary>Sends a mail that is written already.</summary>
    /// <exception cref="OutlookMailException">The mail was not sent, or (SendUncertain) nobody knows.</exception>
    public Task<OutlookSendResult> SendMailAsync(OutlookSession session, ComposedMail mail, SendRequest request, IOutboxEvents events, CancellationToken cancellationToken) =>
        Outbox.SendAsync(session, mail, request, events, cancellationToken);

    /// <summary>Lays a mail out without sending it.</summary>
    /// <exception cref="OutlookMailException">It cannot be written.</exception>
    public Task<ComposedMail> ComposeAsync(OutlookSession session, MailDraft draft, CancellationToken cancellationToken) =>
        MailAuthoring.ComposeAsync(sessions, sessions.Find(session), draft, keepBcc: false, cancellationToken);

    /// <summary>Puts a mail into the folder of drafts, Bcc included, for somebody to go on with.</summary>
    /// <exception cref="OutlookMailException">It cannot be written, or there is no such folder.</exception>
    public async Task<OutlookMailDraft> SaveDraftAsync(OutlookSession session, MailDraft draft, CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        return await MailAuthoring.SaveAsync(live, await MailAuthoring.ComposeAsync(sessions, live, draft, keepBcc: true, cancellationToken), cancellationToken);
    }
}
