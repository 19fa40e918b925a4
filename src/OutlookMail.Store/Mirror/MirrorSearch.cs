using System;
using System.Collections.Generic;
using Microsoft.Data.Sqlite;

namespace OutlookMail.Store;

/// <summary>Searches the archive, newest first: ids ascend with time, so the index is read from its end and no further than needed.</summary>
internal static class MirrorSearch
{
    private const string Columns = """
        mailbox.address, folder.name, message.uid, message.received, message.flags, message.keywords, message.gone_on,
        blob.sha256, blob.size, document.message_id, document.subject, document.sender, document.recipients, document.attachments
        """;

    // CROSS JOIN keeps SQLite from turning the loops around: the index or the ids come first, and with them the order.
    private const string Joins = """
        CROSS JOIN message ON message.blob_id = document.id
        CROSS JOIN folder ON folder.id = message.folder_id
        CROSS JOIN mailbox ON mailbox.id = folder.mailbox_id
        CROSS JOIN blob ON blob.id = document.id
        """;

    private const string Conditions = """
        message.received >= $2 AND message.received < $3
        AND ($4 IS NULL OR mailbox.address LIKE $4 ESCAPE '\')
        AND ($5 IS NULL OR folder.name LIKE $5 ESCAPE '\')
        AND ($6 IS NULL OR (document.attachments <> '') = $6)
        AND ($7 OR message.gone_on IS NULL)
        """;

    private const string ByText = $"""
        SELECT {Columns}, snippet(search, -1, '«', '»', '…', 16)
        FROM search CROSS JOIN document ON document.id = search.rowid {Joins}
        WHERE search MATCH $10 AND search.rowid >= $0 AND search.rowid < $1 AND {Conditions}
        ORDER BY search.rowid DESC LIMIT $8 OFFSET $9
        """;

    private const string ByTime = $"""
        SELECT {Columns}, '' FROM document {Joins}
        WHERE document.id >= $0 AND document.id < $1 AND {Conditions} AND $10 IS NULL
        ORDER BY document.id DESC LIMIT $8 OFFSET $9
        """;

    // Copies of one message have one id, made of the time of the first that was seen: the others' may lie apart.
    private static readonly TimeSpan CopiesApart = TimeSpan.FromDays(2);

    public static IEnumerable<MirrorHit> Run(SqliteDatabase db, MirrorQuery query)
    {
        var match = query.Text is null ? null : MatchExpression.From(query.Text);
        return db.Stream(
            Read,
            match is null ? ByTime : ByText,
            query.Since is { } since ? BlobIds.First(Shift(since, -CopiesApart)) : 0,
            query.Before is { } before ? BlobIds.First(Shift(before, CopiesApart)) : long.MaxValue,
            query.Since?.ToUnixTimeSeconds() ?? long.MinValue,
            query.Before is { } end ? end.ToUnixTimeSeconds() : long.MaxValue,
            Like(query.Mailbox),
            Like(query.Folder),
            query.HasAttachment is { } wanted ? (wanted ? 1 : 0) : null,
            query.WithGone ? 1 : 0,
            query.First,
            query.Skip,
            match);
    }

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
