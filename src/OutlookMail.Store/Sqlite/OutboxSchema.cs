using System.Collections.Generic;

namespace OutlookMail.Store;

/// <summary>The outbox's tables. A script that has been released is never changed: the next change is the next script.</summary>
internal static class OutboxSchema
{
    /// <summary>Times are milliseconds since 1970 in UTC; states and priorities are the numbers of the Model's enums.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        """
        CREATE TABLE content (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            size INTEGER NOT NULL,
            is_8bit INTEGER NOT NULL,
            needs_smtputf8 INTEGER NOT NULL,
            body BLOB,
            file TEXT,
            CHECK ((body IS NULL) <> (file IS NULL)));

        CREATE TABLE mail (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            mailbox TEXT NOT NULL,
            account TEXT NOT NULL,
            state INTEGER NOT NULL,
            reason TEXT NOT NULL,
            is_direct INTEGER NOT NULL,
            group_id INTEGER NOT NULL,
            content_id INTEGER REFERENCES content(id),
            sender TEXT NOT NULL,
            subject TEXT NOT NULL,
            message_id TEXT NOT NULL,
            size INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            rank INTEGER NOT NULL,
            idempotency_key TEXT,
            queued_on INTEGER NOT NULL,
            not_before INTEGER,
            not_after INTEGER NOT NULL,
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            lease_worker TEXT,
            lease_token INTEGER,
            lease_until INTEGER,
            sent_on INTEGER,
            uncertain_on INTEGER,
            reply TEXT NOT NULL DEFAULT '');

        CREATE UNIQUE INDEX mail_key ON mail(mailbox, idempotency_key) WHERE idempotency_key IS NOT NULL;
        CREATE INDEX mail_queue ON mail(mailbox, rank, id) WHERE state = 0 AND is_direct = 0;
        CREATE INDEX mail_due ON mail(mailbox, due) WHERE state = 0 AND is_direct = 0;
        CREATE INDEX mail_expiry ON mail(mailbox, not_after) WHERE state = 0 AND is_direct = 0;
        CREATE INDEX mail_leases ON mail(lease_until) WHERE state IN (1, 2);
        CREATE INDEX mail_uncertain ON mail(mailbox, id) WHERE state = 3;
        CREATE INDEX mail_content ON mail(content_id) WHERE content_id IS NOT NULL;
        CREATE INDEX mail_group ON mail(group_id);

        CREATE TABLE recipient (
            mail_id INTEGER NOT NULL REFERENCES mail(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            address TEXT NOT NULL,
            state INTEGER NOT NULL,
            reply TEXT NOT NULL,
            PRIMARY KEY (mail_id, position)) WITHOUT ROWID;

        CREATE TABLE transition (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            mail_id INTEGER NOT NULL REFERENCES mail(id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            from_state INTEGER,
            to_state INTEGER NOT NULL,
            worker TEXT NOT NULL,
            reason TEXT NOT NULL);
        CREATE INDEX transition_mail ON transition(mail_id, id);

        CREATE TABLE governor (
            mailbox TEXT PRIMARY KEY,
            per_minute INTEGER,
            connections INTEGER,
            recipients_per_day INTEGER,
            recipients_per_mail INTEGER,
            learned_connections INTEGER,
            learned_recipients_per_mail INTEGER,
            learned_until INTEGER NOT NULL DEFAULT 0,
            paused_until INTEGER NOT NULL DEFAULT 0,
            pause_reason TEXT NOT NULL DEFAULT '') WITHOUT ROWID;

        CREATE TABLE submission (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            mailbox TEXT NOT NULL,
            at INTEGER NOT NULL,
            recipients INTEGER NOT NULL,
            mail_id INTEGER);
        CREATE INDEX submission_time ON submission(mailbox, at);
        CREATE INDEX submission_mail ON submission(mail_id);

        CREATE TABLE connection (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            mailbox TEXT NOT NULL,
            worker TEXT NOT NULL,
            until INTEGER NOT NULL);
        """,
        """
        ALTER TABLE mail ADD COLUMN notify INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX mail_message ON mail(mailbox, message_id);
        ALTER TABLE recipient ADD COLUMN delivery INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE recipient ADD COLUMN delivery_text TEXT NOT NULL DEFAULT '';
        ALTER TABLE recipient ADD COLUMN delivered_on INTEGER;

        CREATE TABLE tracked (
            mailbox TEXT PRIMARY KEY,
            uid_validity INTEGER NOT NULL,
            uid INTEGER NOT NULL) WITHOUT ROWID;
        """,
        """
        DROP INDEX mail_queue;
        DROP INDEX mail_due;
        CREATE INDEX mail_queue ON mail(mailbox, rank, id, due) WHERE state = 0 AND is_direct = 0;
        ALTER TABLE submission ADD COLUMN mails INTEGER NOT NULL DEFAULT 1;
        """,
    ];
}
