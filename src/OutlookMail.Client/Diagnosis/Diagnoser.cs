using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// Turns a text (an error, a server's line, a pasted log) into what it means, best first. It works without a network and
/// shows no secret that the text may hold.
/// </summary>
public static class Diagnoser
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(30);

    // Far above a server's line (RFC 5321 §4.5.3.1.5: 512 octets; Entra's descriptions: about 1 000), and short for a pattern.
    private const int LongestPiece = 4096;

    private const int Overlap = 1024;

    // As text (AADSTS65001:) and as the token answer's JSON (error_codes) without its description.
    private static readonly Regex Aadsts = new(@"AADSTS(\d{4,9})\b|""?error_codes""?\s*:\s*\[\s*(\d{4,9})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);

    private static readonly Regex Backoff = new(@"Suggested Backoff Time:\s*(\d{1,9})\s*milliseconds", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);

    private static readonly Regex RetryAfter = new(@"Retry-After[""']?\s*[:=]\s*[""']?(\d{1,6})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);

    /// <summary>Reads a text line by line.</summary>
    /// <param name="text">Anything; what it does not recognise is passed over.</param>
    /// <param name="now">The time by which a pasted token is judged.</param>
    /// <returns>Each meaning once, the surest first; empty when nothing is recognised.</returns>
    public static IReadOnlyList<OutlookDiagnosis> Diagnose(string text, DateTimeOffset now)
    {
        var found = new List<OutlookDiagnosis>();
        var askedPause = Pause(text);
        var hasNumber = Aadsts.IsMatch(text);
        foreach (var line in Lines(text))
        {
            var entra = Entra(line).ToArray();
            found.AddRange(entra);
            found.AddRange(First(SmtpTextTable.All, line, null));
            found.AddRange(All(ImapTextTable.All, line, askedPause));
            found.AddRange(First(GraphCodeTable.All, line, askedPause));
            found.AddRange(All(NetworkTextTable.All, line, null));
            found.AddRange(TokenDiagnosis.Read(line, now));

            // A number says more than OAuth's word beside it.
            found.AddRange(hasNumber ? Array.Empty<OutlookDiagnosis>() : First(OAuthErrorTable.All, line, askedPause));
        }

        return found
            .GroupBy(d => (d.Source, d.Cause))
            .Select(g => g.First())
            .OrderByDescending(d => d.Confidence)
            .ThenBy(d => d.WhoCanFix == OutlookFixer.Time)
            .ToArray();
    }

    /// <summary>An error of this module, with what its text and the texts behind it mean.</summary>
    public static IReadOnlyList<OutlookDiagnosis> Diagnose(Exception error, DateTimeOffset now)
    {
        var texts = new List<string>();
        for (var e = error; e is not null; e = e.InnerException)
        {
            texts.Add(e.Message);
        }

        var found = Diagnose(string.Join("\n", texts), now);
        return error is OutlookMailException known && !found.Any(d => d.ErrorId == known.ErrorId && d.Confidence == OutlookConfidence.High)
            ? new[] { FromCatalogue(known) }.Concat(found).ToArray()
            : found;
    }

    private static OutlookDiagnosis FromCatalogue(OutlookMailException known) => new("OutlookMail", known.ErrorId, SecretRedaction.Redact(known.Message), known.Fix)
    {
        Confidence = OutlookConfidence.Medium,
        WhoCanFix = OutlookFixer.Caller,
        ErrorId = known.ErrorId,
        RetryAfter = known.RetryAfter,
        IsRetryable = known.RetryAfter is not null,
        Evidence = SecretRedaction.Redact(known.Message),
    };

    // A log can come as one line of JSON. Pieces overlap by more than any text that a row looks for, so that none is cut.
    private static IEnumerable<string> Lines(string text)
    {
        foreach (var line in text.Split(new[] { '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries))
        {
            for (var start = 0; start == 0 || start < line.Length - Overlap; start += LongestPiece - Overlap)
            {
                yield return line.Substring(start, Math.Min(LongestPiece, line.Length - start));
            }
        }
    }

    private static IEnumerable<OutlookDiagnosis> Entra(string line)
    {
        foreach (Match match in Aadsts.Matches(line))
        {
            var digits = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            yield return AadstsTable.Find(number) is { } row ? FromRow(row, line) : Unknown(digits, line);
        }
    }

    private static OutlookDiagnosis FromRow(AadstsRow row, string line) => new("Entra", FormattableString.Invariant($"AADSTS{row.Code}"), row.Cause, row.Fix)
    {
        Confidence = OutlookConfidence.High,
        WhoCanFix = row.Fixer switch
        {
            AadstsFixer.User => OutlookFixer.User,
            AadstsFixer.AppOwner => OutlookFixer.AppOwner,
            AadstsFixer.Administrator => OutlookFixer.TenantAdministrator,
            AadstsFixer.Time => OutlookFixer.Time,
            _ => OutlookFixer.Caller,
        },
        ErrorId = row.ErrorId,
        IsRetryable = row.IsRetryable,
        Evidence = SecretRedaction.Redact(line),
    };

    private static OutlookDiagnosis Unknown(string digits, string line) => new(
        "Entra",
        "AADSTS" + digits,
        "Microsoft Entra refused the sign-in, for a reason that has no row here.",
        "Look the number up at https://login.microsoftonline.com/error?code=" + digits + ".")
    {
        Confidence = OutlookConfidence.Low,
        WhoCanFix = OutlookFixer.Caller,
        ErrorId = ErrorIds.SignInFailed,
        Evidence = SecretRedaction.Redact(line),
    };

    private static IEnumerable<OutlookDiagnosis> First(IEnumerable<DiagnosisRow> rows, string line, TimeSpan? askedPause) =>
        rows.Where(r => r.Matches(line)).Take(1).Select(r => r.Diagnose(line, askedPause));

    private static IEnumerable<OutlookDiagnosis> All(IEnumerable<DiagnosisRow> rows, string line, TimeSpan? askedPause) =>
        rows.Where(r => r.Matches(line)).Select(r => r.Diagnose(line, r.IsRetryable ? askedPause : null));

    private static TimeSpan? Pause(string text)
    {
        if (Backoff.Match(text) is { Success: true } throttle)
        {
            return TimeSpan.FromMilliseconds(int.Parse(throttle.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        return RetryAfter.Match(text) is { Success: true } header
            ? TimeSpan.FromSeconds(int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }
}
