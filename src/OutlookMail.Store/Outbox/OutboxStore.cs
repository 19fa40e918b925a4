using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>
/// The outbox of a data folder, in SQLite. Any number of processes use it at the same time; each call is one transaction.
/// Calls that put a mail in, or say that a queued one is about to be the server's, are on the disk when they return; the
/// others outlive the process, and a power cut turns them back at worst into "uncertain". A direct mail without a key that
/// begins at once is no exception: nothing but its caller would ever send it again, and a power cut ends that one too.
/// </summary>
public sealed class OutboxStore : IDisposable
{
    /// <summary>
    /// A worker says every third of it that it lives. Long enough for a machine under load; a worker that dies is known
    /// at once by its lock, so the lease's end matters only for one that hangs.
    /// </summary>
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(2);

    // RFC 5321 §4.5.4.1: give up after 4 to 5 days.
    internal static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(4);

    // Long enough for a monthly and a quarterly job to repeat a call without sending twice.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(100);

    private readonly string folder;
    private readonly TimeProvider time;
    private readonly SqliteDatabase database;
    private readonly ContentFolder contents;
    private readonly LateReports late;

    private OutboxStore(string folder, TimeProvider time, SqliteDatabase database)
    {
        this.folder = folder;
        this.time = time;
        this.database = database;
        contents = new ContentFolder(Path.Combine(folder, "messages"));
        late = new LateReports(() => Write(false, (_, _) => true));
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private string Workers => Path.Combine(folder, "workers");

    /// <param name="folder">Made when it is not there, for this user alone.</param>
    /// <exception cref="StoreException"/>
    public static OutboxStore Open(string folder, TimeProvider time, SqliteOptions? options = null)
    {
        var path = Path.Combine(Path.GetFullPath(folder), "outbox.db");
        var store = new OutboxStore(Path.GetFullPath(folder), time, SqliteDatabase.Open(path, OutboxSchema.Migrations, options ?? new SqliteOptions()));
        return store;
    }

    /// <exception cref="StoreException"/>
    public OutboxWorker StartWorker()
    {
        try
        {
            return OutboxWorker.Start(Workers);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreException.From(e, Workers);
        }
    }

    /// <summary>All of them or, when it throws, none.</summary>
    /// <returns>One entry for each mail, in order.</returns>
    /// <exception cref="StoreException"/>
    public async Task<IReadOnlyList<EnqueuedMail>> EnqueueAsync(IReadOnlyList<NewMail> mails, CancellationToken cancellationToken)
    {
        var staged = new List<StagedContent>(mails.Count);
        try
        {
            foreach (var mail in mails)
            {
                staged.Add(await contents.StageAsync(mail, cancellationToken).ConfigureAwait(false));
            }

            // A direct mail is promised to nobody yet: it goes to the disk with the line that says its end goes out.
            var durable = mails.Any(mail => mail.DirectWorker is null);
            return Write(durable, (db, unused) => mails.Select((mail, i) => Enqueuing.Add(db, mail, staged[i], Now, Now + LeaseDuration, unused)).ToArray());
        }
        catch
        {
            contents.Delete(staged.Where(one => one.File is not null).Select(one => one.File!));
            throw;
        }
    }

    /// <summary>
    /// Writes a direct mail down whose end goes to the server as soon as this returns, if the governor lets it and its key
    /// is new: it is <see cref="OutlookOutboxState.Sending"/> then. On the disk on return when it has a key.
    /// </summary>
    /// <param name="message">At most 64 KB.</param>
    /// <exception cref="StoreException"/>
    public EnqueuedMail BeginDirect(NewMail mail, byte[] message) => Write(
        mail.IdempotencyKey is not null,
        (db, unused) => Enqueuing.Add(db, mail, new StagedContent(message, null, message.Length), Now, Now + LeaseDuration, unused, begins: true));

    /// <summary>Takes mails that may go now, highest priority first, and counts them with the governor.</summary>
    /// <param name="only">Restricts to these ids; null for all.</param>
    /// <exception cref="StoreException"/>
    public LeaseAnswer Lease(string mailbox, OutboxWorker worker, int maximum, IReadOnlyCollection<long>? only = null) =>
        Write(false, (db, _) => Leasing.Take(db, mailbox, worker.Name, maximum, only, Now, Now + LeaseDuration));

    /// <summary>The message of a leased mail.</summary>
    /// <exception cref="StoreException"/>
    public Stream OpenContent(LeasedMail mail)
    {
        if (mail.Body is { } held)
        {
            return new MemoryStream(held, writable: false);
        }

        var (body, file) = database.Read(db => Contents.Read(db, mail.ContentId));
        return file is not null ? contents.Open(file)
            : body is not null ? new MemoryStream(body, writable: false)
            : throw new StoreException(StoreFailure.Damaged, database.Path, FormattableString.Invariant($"The message of #{mail.Id} is not there."));
    }

    /// <summary>To be called before the message's end goes to the server. It is on the disk on return.</summary>
    /// <returns>False: the lease is void; the mail is not this worker's any more and must not be sent.</returns>
    /// <exception cref="StoreException"/>
    public bool BeginSending(LeasedMail mail) => BeginSending([mail]).Count > 0;

    /// <summary>As for one mail, for mails that go out together.</summary>
    /// <returns>The ids of those whose lease holds; none of the others may be sent.</returns>
    /// <exception cref="StoreException"/>
    public ISet<long> BeginSending(IReadOnlyList<LeasedMail> mails) =>
        // The server waits for it, and for what is to be written down late nobody does.
        database.Write(true, db => Leasing.Begin(db, mails, Now));

    /// <summary>
    /// Writes down that the server has the mail, together with what this process writes next or a moment later. A process
    /// that is killed before leaves the mail uncertain, to be looked for in Sent Items.
    /// </summary>
    public void ReportSoon(LeasedMail mail, SendReport report) => late.Add(mail, report, Now);

    /// <summary>Writes down what <see cref="ReportSoon"/> has not yet.</summary>
    /// <exception cref="StoreException"/>
    public void WriteLate() => late.WriteNow();

    /// <summary>As <see cref="WriteLate"/>, and leaves it to the next transaction where it cannot be now.</summary>
    public void TryWriteLate() => late.TryWrite();

    /// <summary>Writes down how the attempt ended.</summary>
    /// <returns>False when the mail was no longer this worker's; that it was sent is written down all the same.</returns>
    /// <exception cref="StoreException"/>
    public bool Report(LeasedMail mail, SendReport report) => Write(false, (db, unused) => Reporting.Take(db, mail, report, Now, unused));

    /// <summary>The worker lives: its leases and connections are its own for another <see cref="LeaseDuration"/>.</summary>
    /// <exception cref="StoreException"/>
    public void Renew(OutboxWorker worker) => Write(false, (db, _) =>
    {
        Leasing.Renew(db, worker.Name, Now + LeaseDuration);
        return true;
    });

    /// <summary>Takes back what workers held that are gone; removes what was sent long ago.</summary>
    /// <returns>Mails taken back.</returns>
    /// <exception cref="StoreException"/>
    public int Recover()
    {
        var taken = Write(false, (db, unused) =>
        {
            Removal.Expire(db, Now - Retention, unused);
            return Recovery.Run(db, worker => OutboxWorker.MayBeAlive(Workers, worker), LeaseDuration, Now);
        });
        contents.Sweep(database.Read(Contents.Files), Now);
        OutboxWorker.Sweep(Workers, Now);
        return taken;
    }

    /// <exception cref="StoreException"/>
    public IReadOnlyList<UncertainMail> Uncertain(string mailbox) => Read(db => Resolving.List(db, mailbox));

    /// <summary>An uncertain mail was found where sent mails are kept.</summary>
    /// <exception cref="StoreException"/>
    public bool ResolveAsSent(long id, string reason) => Write(false, (db, unused) => Resolving.Found(db, id, reason, Now, unused));

    /// <summary>Adds to the history of an uncertain mail; it stays uncertain.</summary>
    /// <exception cref="StoreException"/>
    public void NoteUncertain(long id, string reason) => Write(false, (db, _) =>
    {
        Resolving.Note(db, id, reason, Now);
        return true;
    });

    /// <summary>Somebody decided that an uncertain or failed mail is to be sent (again).</summary>
    /// <returns>False when it is in another state by now, or its message is gone.</returns>
    /// <exception cref="StoreException"/>
    public bool Requeue(long id, OutlookOutboxState from, string reason) =>
        Write(true, (db, _) => Resolving.Requeue(db, id, from, reason, Now, Now + DefaultLifetime));

    /// <summary>Where the last look for reports ended, and when the oldest mail went out that one may be about.</summary>
    /// <exception cref="StoreException"/>
    public (uint? LastUid, DateTimeOffset? OldestSent) TrackedUpTo(string mailbox, uint uidValidity) =>
        Read(db => (Tracking.LastSeen(db, mailbox, uidValidity), Tracking.OldestSent(db, mailbox)));

    /// <exception cref="StoreException"/>
    public bool Knows(string mailbox, IReadOnlyList<string> messageIds) => Read(db => Tracking.Knows(db, mailbox, messageIds));

    /// <summary>Writes down what a report says of a recipient, unless more is known already.</summary>
    /// <param name="address">Null when the report names none.</param>
    /// <returns>The mails that it was news of.</returns>
    /// <exception cref="StoreException"/>
    public IReadOnlyList<long> NoteDelivery(string mailbox, string messageId, string? address, OutlookDelivery delivery, string text, DateTimeOffset on) =>
        Write(false, (db, _) => Tracking.Note(db, mailbox, messageId, address, delivery, text, on));

    /// <exception cref="StoreException"/>
    public void NoteTracked(string mailbox, uint uidValidity, uint uid) => Write(false, (db, _) =>
    {
        Tracking.Seen(db, mailbox, uidValidity, uid);
        return true;
    });

    /// <summary>In the order they were put in.</summary>
    /// <exception cref="StoreException"/>
    public IReadOnlyList<OutlookOutboxItem> List(OutboxFilter filter) => Read(db => Listing.Read(db, filter));

    /// <returns>The state that the mail was in; it is removed unless a worker has it. Null when there is none.</returns>
    /// <exception cref="StoreException"/>
    public OutlookOutboxState? Remove(long id) => Write(false, (db, unused) => Removal.Remove(db, id, unused));

    /// <exception cref="StoreException"/>
    public GovernorState Governor(string mailbox) => Read(db => Store.Governor.Read(db, mailbox, Now));

    /// <exception cref="StoreException"/>
    public GovernorLimits Limits(string mailbox) => database.Read(db => Store.Governor.Limits(db, mailbox, Now));

    /// <exception cref="StoreException"/>
    public OutboxSnapshot Snapshot(string mailbox) => Read(db => OutboxSnapshot.Take(db, mailbox, Now));

    /// <summary>Gives a mailbox limits that has none yet.</summary>
    /// <exception cref="StoreException"/>
    public void EnsureLimits(string mailbox, GovernorLimits limits) => Write(false, (db, _) =>
    {
        if (!Store.Governor.Knows(db, mailbox))
        {
            Store.Governor.Configure(db, mailbox, limits);
        }

        return true;
    });

    /// <summary>Sets the mailbox's limits, for every process.</summary>
    /// <exception cref="StoreException"/>
    public void SetLimits(string mailbox, GovernorLimits limits) => Write(false, (db, _) =>
    {
        Store.Governor.Configure(db, mailbox, limits);
        return true;
    });

    /// <summary>Sets the mailbox's mails a minute, for every process; the other limits stay.</summary>
    /// <exception cref="StoreException"/>
    public void SetPerMinute(string mailbox, int? perMinute) => Write(false, (db, _) =>
    {
        Store.Governor.ConfigurePerMinute(db, mailbox, perMinute);
        return true;
    });

    /// <summary>Nothing goes out of the mailbox before: the server said so.</summary>
    /// <exception cref="StoreException"/>
    public void Pause(string mailbox, DateTimeOffset until, string reason) => Write(false, (db, _) =>
    {
        Store.Governor.Pause(db, mailbox, until, reason);
        return true;
    });

    /// <summary>The server has shown a lower limit than was thought; null where it has not.</summary>
    /// <exception cref="StoreException"/>
    public void Learn(string mailbox, int? connections = null, int? recipientsPerMail = null) => Write(false, (db, _) =>
    {
        Store.Governor.Learn(db, mailbox, connections, recipientsPerMail, Now);
        return true;
    });

    /// <summary>Counts a direct mail with the governor.</summary>
    /// <returns>Null: it may go. Otherwise when to ask again, and why.</returns>
    /// <exception cref="StoreException"/>
    /// <param name="despitePause">Only what is counted holds it up, not a pause.</param>
    public (DateTimeOffset On, string Reason)? Admit(string mailbox, LeasedMail mail, bool despitePause = false) =>
        Write(false, (db, _) => Store.Governor.Admit(db, mailbox, mail.Id, mail.Recipients.Count, Now, despitePause));

    /// <returns>A connection's number, to be given back; null when the mailbox has as many as it may.</returns>
    /// <exception cref="StoreException"/>
    public long? TakeConnection(string mailbox, OutboxWorker worker) =>
        Write(false, (db, _) => ConnectionSlots.Take(db, mailbox, worker.Name, Now, Now + LeaseDuration));

    /// <exception cref="StoreException"/>
    public void ReturnConnection(long connection) => Write(false, (db, _) =>
    {
        ConnectionSlots.Return(db, connection);
        return true;
    });

    public void Dispose()
    {
        late.Dispose();
        database.Dispose();
    }

    private T Read<T>(Func<SqliteDatabase, T> work)
    {
        late.TryWrite();
        return database.Read(work);
    }

    // Files go after the commit: a row never names one that is gone.
    private T Write<T>(bool durable, Func<SqliteDatabase, ICollection<string>, T> work)
    {
        var unused = new List<string>();
        var reports = Array.Empty<LateReport>();
        var result = database.Write(durable, db =>
        {
            reports = late.Waiting();
            Reporting.TakeAll(db, reports, unused);
            return work(db, unused);
        });
        late.Written(reports);
        contents.Delete(unused);
        return result;
    }
}
