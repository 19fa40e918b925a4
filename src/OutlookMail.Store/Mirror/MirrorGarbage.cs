namespace OutlookMail.Store;

/// <summary>Octets and texts that lost their last message.</summary>
internal static class MirrorGarbage
{
    // One transaction's worth: others wait for it.
    private const long Batch = 200;

    /// <returns>False when nothing is left to do.</returns>
    public static bool Collect(SqliteDatabase db, BlobFiles files)
    {
        var candidates = db.Rows(row => row.GetInt64(0), "SELECT blob_id FROM unused LIMIT $0", Batch);
        foreach (var blob in candidates)
        {
            if (db.Number("SELECT EXISTS (SELECT 1 FROM message WHERE blob_id = $0)", blob) == 0)
            {
                Drop(db, files, blob);
            }

            db.Execute("DELETE FROM unused WHERE blob_id = $0", blob);
        }

        return candidates.Count > 0;
    }

    public static void Drop(SqliteDatabase db, BlobFiles files, long blob)
    {
        // The index is told what it had indexed; it keeps no copy of its own.
        db.Execute("INSERT INTO search (search, rowid, subject, sender, recipients, attachments, body) SELECT 'delete', id, subject, sender, recipients, attachments, body FROM indexed WHERE id = $0", blob);
        var inFile = db.Rows(row => row.GetFieldValue<byte[]>(0), "SELECT sha256 FROM blob WHERE id = $0 AND body IS NULL", blob);
        db.Execute("DELETE FROM document WHERE id = $0", blob);
        db.Execute("DELETE FROM blob WHERE id = $0", blob);
        inFile.ForEach(files.Delete);
    }
}
