using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// How files are named after messages: <c>{Received:yyyy}/{From} {Subject}</c>. Only the pattern itself can name folders
/// below the target; what comes from a message never does.
/// </summary>
public sealed class FileNamePattern
{
    /// <summary>When it came, its subject and its UID: sorted by time, readable, and unique in its folder.</summary>
    public const string Default = "{Received:yyyyMMdd-HHmmss} {Subject} ({Uid})";

    private static readonly Dictionary<string, Func<OutlookMessage, string?, string>> Tokens = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Received"] = (message, format) => message.Received.UtcDateTime.ToString(format ?? "yyyyMMdd-HHmmss", CultureInfo.InvariantCulture),
        ["Date"] = (message, format) => (message.Date ?? message.Received).ToString(format ?? "yyyyMMdd-HHmmss", CultureInfo.InvariantCulture),
        ["Subject"] = (message, _) => SafeFileName.Clean(message.Subject, "no subject"),
        ["From"] = (message, _) => SafeFileName.Clean(message.From?.Address ?? "", "no sender"),
        ["FromName"] = (message, _) => SafeFileName.Clean(message.From?.Name ?? message.From?.Address ?? "", "no sender"),
        ["Domain"] = (message, _) => SafeFileName.Clean(message.From?.Address.Split('@').Last() ?? "", "no sender"),
        ["Folder"] = (message, _) => SafeFileName.Clean(message.Folder, "folder"),
        ["Uid"] = (message, _) => message.Uid.ToString(CultureInfo.InvariantCulture),
        ["MessageId"] = (message, _) => SafeFileName.Clean(message.MessageId ?? "", "no id"),
    };

    // Room is left for the extension and for the end of a name that is not complete yet, within 255 octets.
    private const int LongestSegment = 200;

    private readonly Func<OutlookMessage, string>[][] segments;

    private FileNamePattern(Func<OutlookMessage, string>[][] segments) => this.segments = segments;

    /// <exception cref="OutlookMailException">NamePatternInvalid.</exception>
    public static FileNamePattern Parse(string pattern)
    {
        var segments = pattern.Split('/', '\\');
        if (segments.Any(segment => segment.Trim(' ', '.').Length == 0))
        {
            throw MailboxErrors.NamePatternInvalid(pattern, "a part between two separators is empty");
        }

        return new FileNamePattern(segments.Select(segment => Parts(pattern, segment)).ToArray());
    }

    /// <summary>A relative path without an extension.</summary>
    public string For(OutlookMessage message) => string.Join(
        System.IO.Path.DirectorySeparatorChar.ToString(),
        segments.Select(parts => SafeFileName.Clean(string.Concat(parts.Select(part => part(message))), "_", LongestSegment)));

    private static Func<OutlookMessage, string>[] Parts(string pattern, string segment)
    {
        var parts = new List<Func<OutlookMessage, string>>();
        var text = new StringBuilder();
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '}' || (segment[i] == '{' && segment.IndexOf('}', i) < 0))
            {
                throw MailboxErrors.NamePatternInvalid(pattern, "a brace stands alone");
            }

            if (segment[i] != '{')
            {
                text.Append(segment[i]);
                continue;
            }

            var end = segment.IndexOf('}', i);
            Add(text.ToString());
            text.Clear();
            parts.Add(Token(pattern, segment.Substring(i + 1, end - i - 1)));
            i = end;
        }

        Add(text.ToString());
        return parts.ToArray();

        void Add(string literal) => parts.Add(_ => literal);
    }

    private static Func<OutlookMessage, string> Token(string pattern, string token)
    {
        var colon = token.IndexOf(':');
        var name = colon < 0 ? token : token.Substring(0, colon);
        var format = colon < 0 ? null : token.Substring(colon + 1);
        if (!Tokens.TryGetValue(name, out var value))
        {
            throw MailboxErrors.NamePatternInvalid(pattern, $"{{{name}}} is not known; known are {string.Join(", ", Tokens.Keys)}");
        }

        try
        {
            _ = default(DateTime).ToString(format ?? "yyyy", CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw MailboxErrors.NamePatternInvalid(pattern, $"'{format}' is no format of a time");
        }

        return message => value(message, format);
    }
}
