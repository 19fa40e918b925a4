using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>A message of an mbox file: its flags stand in header fields that are not the message's, its time in the From line.</summary>
internal static class MboxItem
{
    private static readonly string[] StatusFields = { "status:", "x-status:" };

    public static ImportItem From(MboxEntry entry, string path, string? folder, DateTimeOffset fileTime)
    {
        var status = new StringBuilder();
        var own = WithoutStatus(entry.Bytes, status);
        return new ImportItem(path, () => new MemoryStream(own.Array!, own.Offset, own.Count, writable: false))
        {
            Folder = folder,
            Flags = status.Length > 0 ? ImportFlags.OfMbox(status.ToString()) : null,
            Received = Time(entry.FromLine),
            FileTime = fileTime,
        };
    }

    // RFC 4155 appendix A: asctime in UTC behind the address. Others write a zone as well.
    private static DateTimeOffset? Time(string fromLine)
    {
        var words = fromLine.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(" ", words.Skip(1).Take(5));
        return DateTimeOffset.TryParseExact(
            text,
            new[] { "ddd MMM d HH:mm:ss yyyy", "ddd MMM d HH:mm yyyy" },
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time) ? time : null;
    }

    private static ArraySegment<byte> WithoutStatus(byte[] message, StringBuilder status)
    {
        var cuts = new List<(int Start, int End)>();
        for (var start = 0; start < message.Length;)
        {
            var end = Array.IndexOf(message, (byte)'\n', start);
            end = end < 0 ? message.Length : end + 1;
            if (end - start <= 2 && (message[start] == '\n' || message[start] == '\r'))
            {
                break;
            }

            var line = Encoding.ASCII.GetString(message, start, Math.Min(end - start, 80));
            if (StatusFields.FirstOrDefault(field => line.StartsWith(field, StringComparison.OrdinalIgnoreCase)) is { } name)
            {
                status.Append(line, name.Length, line.Length - name.Length);
                cuts.Add((start, end));
            }

            start = end;
        }

        if (cuts.Count == 0)
        {
            return new ArraySegment<byte>(message);
        }

        using var rest = new MemoryStream(message.Length);
        var from = 0;
        foreach (var (start, end) in cuts)
        {
            rest.Write(message, from, start - from);
            from = end;
        }

        rest.Write(message, from, message.Length - from);
        return new ArraySegment<byte>(rest.ToArray());
    }
}
