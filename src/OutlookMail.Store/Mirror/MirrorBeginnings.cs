using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Store;

/// <summary>
/// What stands in the index for a word*. FTS5 reads the beginnings that it has an index for, and whole words, one hit after
/// the other, newest first, and stops when it has enough; any other beginning it would first put together out of all words
/// that begin so, which takes seconds where these are in every message. So a shorter beginning becomes those of the indexed
/// length, and a longer one the words themselves.
/// </summary>
internal sealed class MirrorBeginnings
{
    // As in the schema: prefix='2 3'.
    private const int ShortestIndexed = 2;
    private const int LongestIndexed = 3;

    // Each is looked up in tens of microseconds. What begins more words than that is mostly numbers and ids, of which each
    // stands in few messages: FTS5 puts those together quickly enough.
    private const int MostWords = 500;

    // Below every character of a word, and above them.
    private const string JustBehind = "\u0001";
    private const string FarBehind = "\U0010FFFF";

    private readonly SqliteDatabase db;

    public MirrorBeginnings(SqliteDatabase db) => this.db = db;

    /// <param name="words">One word or a phrase whose last word is a beginning, as a person wrote it.</param>
    /// <returns>FTS5 expressions, any of which will do.</returns>
    public IReadOnlyList<string> Of(string words)
    {
        var folded = Fold(words);
        var begins = folded.LastOrDefault();
        if (begins is null)
        {
            return [MatchExpression.Quoted(words) + "*"];
        }

        var before = string.Concat(folded.Take(folded.Count - 1).Select(word => word + " "));
        var length = Length(begins);
        if (length is >= ShortestIndexed and <= LongestIndexed || Found(begins, length) is not { } found)
        {
            return [MatchExpression.Quoted(before + begins) + "*"];
        }

        return found.Count == 0
            ? [MatchExpression.Quoted(before + begins)]
            : found.Select(one => MatchExpression.Quoted(before + one.Text) + (one.IsBeginning ? "*" : "")).ToArray();
    }

    /// <returns>Null: too many.</returns>
    private List<(string Text, bool IsBeginning)>? Found(string begins, int length)
    {
        db.Execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search, instance)");
        var found = new List<(string, bool)>();
        for (var from = begins; ;)
        {
            if (db.Scalar("SELECT term FROM temp.words WHERE term >= $0 LIMIT 1", from) is not string word || !word.StartsWith(begins, StringComparison.Ordinal))
            {
                return found;
            }

            if (found.Count == MostWords)
            {
                return null;
            }

            var isBeginning = length < ShortestIndexed && word.Length > begins.Length;
            var text = isBeginning ? begins + word.Substring(begins.Length, char.IsSurrogatePair(word, begins.Length) ? 2 : 1) : word;
            found.Add((text, isBeginning));
            from = text + (isBeginning ? FarBehind : JustBehind);
        }
    }

    // In characters, as FTS5 counts them.
    private static int Length(string word) => word.Length - word.Where((_, at) => at > 0 && char.IsSurrogatePair(word, at - 1)).Count();

    // The index's own words: without accents, in lower case.
    private List<string> Fold(string words)
    {
        db.Execute($"CREATE VIRTUAL TABLE IF NOT EXISTS temp.folding USING fts5(text, content='', tokenize='{MirrorSchema.Tokenizer}')");
        db.Execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.folded USING fts5vocab(temp, folding, instance)");
        db.Execute("INSERT INTO temp.folding (folding) VALUES ('delete-all')");
        db.Execute("INSERT INTO temp.folding (rowid, text) VALUES (1, $0)", words);
        return db.Rows(row => row.GetString(0), "SELECT term FROM temp.folded ORDER BY offset");
    }
}
