using System.Collections.Generic;

namespace OutlookMail.Store;

/// <summary>The local archive's tables. A script that has been released is never changed: the next change is the next script.</summary>
internal static class MirrorSchema
{
    /// <summary>The name of the function by which the search index reads packed texts.</summary>
    public const string Unpack = "outlookmail_unpack";

    /// <summary>How texts are cut into words.</summary>
    public const string Tokenizer = "unicode61 remove_diacritics 2";

    /// <summary>
    /// Short beginnings of words have an index of their own: without it "in*" would be merged out of thousands of words.
    /// Times are seconds since 1970 in UTC. A blob's id begins with the time it was received (<see cref="BlobIds"/>), so
    /// that the index gives the newest first without sorting. What a search asks of a hit before it shows it stands in
    /// indexes of its own, so that hits which are not shown cost no look at their rows.
    /// </summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        $"""
        CREATE TABLE mailbox (
            id INTEGER PRIMARY KEY,
            address TEXT NOT NULL UNIQUE,
            since INTEGER);

        CREATE TABLE folder (
            id INTEGER PRIMARY KEY,
            mailbox_id INTEGER NOT NULL REFERENCES mailbox(id),
            name TEXT NOT NULL,
            uidvalidity INTEGER NOT NULL,
            uidnext INTEGER NOT NULL DEFAULT 0,
            modseq INTEGER NOT NULL DEFAULT 0,
            messages INTEGER NOT NULL DEFAULT 0,
            is_complete INTEGER NOT NULL DEFAULT 0,
            UNIQUE (mailbox_id, name));

        CREATE TABLE blob (
            id INTEGER PRIMARY KEY,
            sha256 BLOB NOT NULL UNIQUE,
            size INTEGER NOT NULL,
            body BLOB);

        CREATE TABLE document (
            id INTEGER PRIMARY KEY REFERENCES blob(id) ON DELETE CASCADE,
            message_id TEXT,
            subject TEXT NOT NULL,
            sender TEXT NOT NULL,
            recipients TEXT NOT NULL,
            attachments TEXT NOT NULL,
            body BLOB NOT NULL);
        CREATE INDEX document_attached ON document(id) WHERE attachments <> '';

        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            folder_id INTEGER NOT NULL REFERENCES folder(id),
            uid INTEGER NOT NULL,
            blob_id INTEGER NOT NULL REFERENCES blob(id),
            flags INTEGER NOT NULL,
            keywords TEXT,
            received INTEGER NOT NULL,
            gone_on INTEGER);
        CREATE UNIQUE INDEX message_uid ON message(folder_id, uid) WHERE gone_on IS NULL;
        CREATE INDEX message_folder ON message(folder_id, blob_id);
        CREATE INDEX message_blob ON message(blob_id, folder_id, received, gone_on);

        CREATE TABLE unused (blob_id INTEGER PRIMARY KEY);

        CREATE VIEW indexed AS
            SELECT id, subject, sender, recipients, attachments, {Unpack}(body) AS body FROM document;
        CREATE VIRTUAL TABLE search USING fts5(
            subject, sender, recipients, attachments, body,
            content='indexed', content_rowid='id', columnsize=0, prefix='2 3', tokenize='{Tokenizer}');
        """,
    ];
}
