using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OutlookMail.Store;

/// <summary>Searches the archive, newest first: ids ascend with time, so the index is read from its end and no further than needed.</summary>
internal static class MirrorSearch
{
    private const string Columns = """
        mailbox.address, folder.name, message.uid, message.received, message.flags, message.keywords, message.gone_on,
        blob.sha256, blob.size, document.message_id, document.subject, document.sender, document.recipients, document.attachments
        """;

    // CROSS JOIN keeps SQLite from turning the loops around: what gives the order comes first. Hits are found by the index and
    // message_blob alone, which covers what is asked of them; the rows of a hit are looked at when it is to be shown, not when
    // it is skipped.
    private const string Shown = $"""
        SELECT {Columns}, hit.snippet FROM (
        """;

    private const string Rows = """
        ) AS hit
        CROSS JOIN message ON message.id = hit.id
        CROSS JOIN folder ON folder.id = message.folder_id
        CROSS JOIN mailbox ON mailbox.id = folder.mailbox_id
        CROSS JOIN blob ON blob.id = message.blob_id
        CROSS JOIN document ON document.id = message.blob_id
        """;

    private const string Conditions = """
        message.received >= $2 AND message.received < $3
        AND ($4 IS NULL OR message.folder_id IN (SELECT value FROM json_each($4)))
        AND ($5 IS NULL OR EXISTS (SELECT 1 FROM document AS attached INDEXED BY document_attached WHERE attached.id = message.blob_id AND attached.attachments <> '') = $5)
        AND ($6 OR message.gone_on IS NULL)
        """;

    private const string Hit = "message.id AS id, snippet(search, -1, '«', '»', '…', 16) AS snippet";

    private const string ByText = $"""
        {Shown} SELECT {Hit}
        FROM search CROSS JOIN message INDEXED BY message_blob ON message.blob_id = search.rowid
        WHERE search MATCH $9 AND search.rowid >= $0 AND search.rowid < $1 AND {Conditions}
        ORDER BY search.rowid DESC LIMIT $7 OFFSET $8 {Rows}
        """;

    private const string ByTextInFew = $"""
        {Shown} SELECT {Hit}
        FROM message INDEXED BY message_folder CROSS JOIN search ON search.rowid = message.blob_id
        WHERE message.folder_id IN (SELECT value FROM json_each($4)) AND search MATCH $9 AND message.blob_id >= $0 AND message.blob_id < $1 AND {Conditions}
        ORDER BY message.blob_id DESC LIMIT $7 OFFSET $8 {Rows}
        """;

    private const string ByTextAttached = $"""
        {Shown} SELECT {Hit}
        FROM document AS file INDEXED BY document_attached CROSS JOIN message INDEXED BY message_blob ON message.blob_id = file.id CROSS JOIN search ON search.rowid = file.id
        WHERE file.attachments <> '' AND search MATCH $9 AND file.id >= $0 AND file.id < $1 AND {Conditions}
        ORDER BY file.id DESC LIMIT $7 OFFSET $8 {Rows}
        """;

    private const string ByTime = $"""
        {Shown} SELECT message.id AS id, '' AS snippet
        FROM message INDEXED BY message_blob
        WHERE message.blob_id >= $0 AND message.blob_id < $1 AND {Conditions} AND $9 IS NULL
        ORDER BY message.blob_id DESC LIMIT $7 OFFSET $8 {Rows}
        """;

    // So many are looked up one by one more quickly than the hits in all other folders are passed over.
    private const int Few = 1000;

    // Copies of one message have one id, made of the time of the first that was seen: the others' may lie apart.
    private static readonly TimeSpan CopiesApart = TimeSpan.FromDays(2);

    public static IEnumerable<MirrorHit> Run(SqliteDatabase db, MirrorQuery query)
    {
        var (statement, values) = db.Read(_ => Plan(db, query));
        return db.Stream(Read, statement, values);
    }

    private static (string Statement, object?[] Values) Plan(SqliteDatabase db, MirrorQuery query)
    {
        var match = query.Text is null ? null : MatchExpression.From(query.Text, new MirrorBeginnings(db).Of);
        var first = query.Since is { } since ? BlobIds.First(Shift(since, -CopiesApart)) : 0;
        var end = query.Before is { } before ? BlobIds.First(Shift(before, CopiesApart)) : long.MaxValue;
        string? folders = null;
        var statement = match is null ? ByTime : ByText;
        if (query.Mailbox is not null || query.Folder is not null)
        {
            folders = Folders(db, query);
            // Newer and older ones than any that is there need not be passed over.
            first = Math.Max(first, db.Number(Edge("min"), folders));
            end = Math.Min(end, db.Number(Edge("max"), folders) + 1);
            statement = match is not null && IsFew(db, "SELECT 1 FROM message WHERE folder_id IN (SELECT value FROM json_each($0)) LIMIT $1", folders) ? ByTextInFew : statement;
        }

        if (query.HasAttachment is true && statement == ByText && IsFew(db, "SELECT $0 FROM document INDEXED BY document_attached WHERE attachments <> '' LIMIT $1", null))
        {
            statement = ByTextAttached;
        }

        return (statement,
        [
            first,
            end,
            query.Since?.ToUnixTimeSeconds() ?? long.MinValue,
            query.Before?.ToUnixTimeSeconds() ?? long.MaxValue,
            folders,
            query.HasAttachment is { } wanted ? (wanted ? 1 : 0) : null,
            query.WithGone ? 1 : 0,
            query.First,
            query.Skip,
            match,
        ]);
    }

    private static bool IsFew(SqliteDatabase db, string some, string? value) => db.Number($"SELECT count(*) FROM ({some})", value, Few + 1) <= Few;

    private static string Folders(SqliteDatabase db, MirrorQuery query) => "[" + string.Join(",", db.Rows(
        row => row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
        @"SELECT folder.id FROM folder JOIN mailbox ON mailbox.id = folder.mailbox_id
          WHERE ($0 IS NULL OR mailbox.address LIKE $0 ESCAPE '\') AND ($1 IS NULL OR folder.name LIKE $1 ESCAPE '\')",
        Like(query.Mailbox),
        Like(query.Folder))) + "]";

    private static string Edge(string function) =>
        $"SELECT {function}((SELECT {function}(blob_id) FROM message WHERE folder_id = place.value)) FROM json_each($0) AS place";

    private static DateTimeOffset Shift(DateTimeOffset moment, TimeSpan by)
    {
        var ticks = Math.Min(Math.Max(moment.UtcTicks + by.Ticks, DateTimeOffset.MinValue.Ticks), DateTimeOffset.MaxValue.Ticks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static string? Like(string? pattern) => pattern?
        .Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_").Replace('*', '%').Replace('?', '_');

    private static MirrorHit Read(SqliteDataReader row) => new()
    {
        Mailbox = row.GetString(0),
        Folder = row.GetString(1),
        Uid = (uint)row.GetInt64(2),
        Received = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(3)),
        Flags = new MirrorFlags(row.GetInt64(4), row.IsDBNull(5) ? null : row.GetString(5)),
        GoneOn = row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(6)),
        Sha256 = row.GetFieldValue<byte[]>(7),
        Size = row.GetInt64(8),
        Document = new MirrorDocument
        {
            MessageId = row.IsDBNull(9) ? null : row.GetString(9),
            Subject = row.GetString(10),
            Sender = row.GetString(11),
            Recipients = row.GetString(12),
            Attachments = row.GetString(13),
        },
        Snippet = row.GetString(14),
    };
}
