using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using OutlookMail.Sandbox.Store.Corpus;

namespace OutlookMail.Sandbox.Store;

/// <summary>
/// Made-up mail in the shapes and shares of a working mailbox: ten charsets, alternatives, attachments, invitations,
/// forwards, reports, threads. The same seed gives the same mail.
/// </summary>
public static class MailCorpus
{
    private const int DefaultSeed = 20260101;

    // A reply belongs to one of the latest mails.
    private const int ThreadReach = 500;

    private static readonly TimeSpan Span = TimeSpan.FromDays(800);

    /// <summary>Messages by ascending date, with the time each was received.</summary>
    /// <param name="end">When the last one came; the first came some two years before.</param>
    public static IEnumerable<(byte[] Message, DateTimeOffset Received)> Generate(int count, DateTimeOffset end, int seed = DefaultSeed)
    {
        var text = new CorpusText(new Random(seed));
        var header = new CorpusHeader(text);
        var body = new CorpusBody(text, header);
        var ids = new List<string>();
        for (int i = 0; i < count; i++)
        {
            DateTimeOffset received = end - (Span * ((count - i - text.Random.NextDouble()) / count));
            (Encoding encoding, string charset, string[] phrases) = text.Language();
            string subject = text.Subject(phrases);
            string id = string.Create(CultureInfo.InvariantCulture, $"<{text.Hex(15)}@corpus.test>");
            string? replyTo = ids.Count > 0 && text.Chance(0.4) ? ids[text.Random.Next(Math.Max(0, ids.Count - ThreadReach), ids.Count)] : null;
            byte[] content = body.Any(encoding, charset, phrases, subject, out bool hasAttachment);
            ids.Add(id);
            yield return ([.. Encoding.ASCII.GetBytes(header.Of(received, id, replyTo, subject, encoding, charset, hasAttachment)), .. content], received);
        }
    }

    /// <summary>Puts generated mail into a folder, dated up to now by the sandbox's clock; some of it is read, answered or flagged.</summary>
    public static void Fill(this SandboxFolder folder, int count, int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var random = new Random(seed);
        foreach ((byte[] message, DateTimeOffset received) in Generate(count, folder.Now, seed))
        {
            SandboxFlags flags = (random.NextDouble() < 0.8 ? SandboxFlags.Seen : 0) | (random.NextDouble() < 0.1 ? SandboxFlags.Answered : 0) | (random.NextDouble() < 0.05 ? SandboxFlags.Flagged : 0);
            folder.Append(message, flags, received);
        }
    }
}
