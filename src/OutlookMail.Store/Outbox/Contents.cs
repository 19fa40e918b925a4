using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Store;

/// <summary>The messages behind the mails; parts of a split mail share one.</summary>
internal static class Contents
{
    /// <summary>The mail needs its message no more; it goes when no other mail needs it.</summary>
    public static void Drop(SqliteDatabase db, long mailId, ICollection<string> unusedFiles)
    {
        if (db.Scalar("SELECT content_id FROM mail WHERE id = $0", mailId) is not long content)
        {
            return;
        }

        db.Execute("UPDATE mail SET content_id = NULL WHERE id = $0", mailId);
        if (db.Number("SELECT count(*) FROM mail WHERE content_id = $0", content) > 0)
        {
            return;
        }

        if (db.Scalar("SELECT file FROM content WHERE id = $0", content) is string file)
        {
            unusedFiles.Add(file);
        }

        db.Execute("DELETE FROM content WHERE id = $0", content);
    }

    /// <returns>The message, or the name of its file.</returns>
    public static (byte[]? Body, string? File) Read(SqliteDatabase db, long contentId) => db.Rows(
        row => (row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), row.IsDBNull(1) ? null : row.GetString(1)),
        "SELECT body, file FROM content WHERE id = $0",
        contentId).FirstOrDefault();

    public static HashSet<string> Files(SqliteDatabase db) =>
        [.. db.Rows(row => row.GetString(0), "SELECT file FROM content WHERE file IS NOT NULL")];
}
