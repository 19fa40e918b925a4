using System;
using System.Text.RegularExpressions;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>One thing that a text can mean. Several rows may share a pattern: a text with several causes.</summary>
internal sealed class DiagnosisRow
{
    // A pasted log may be long and hostile; each line is matched by itself, and no pattern may take longer than this.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(30);

    private readonly Regex pattern;

    public DiagnosisRow(string source, string code, string pattern, string errorId, OutlookFixer fixer, OutlookConfidence confidence, string cause, string fix)
    {
        Source = source;
        Code = code;
        this.pattern = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);
        ErrorId = errorId;
        Fixer = fixer;
        Confidence = confidence;
        Cause = cause;
        Fix = fix;
    }

    public string Source { get; }

    public string Code { get; }

    public string ErrorId { get; }

    public OutlookFixer Fixer { get; }

    public OutlookConfidence Confidence { get; }

    public string Cause { get; }

    public string Fix { get; }

    /// <summary>True when the same can succeed later with nothing changed.</summary>
    public bool IsRetryable { get; set; }

    /// <summary>The longest that Microsoft says it can take; null when nobody says.</summary>
    public TimeSpan? RetryAfter { get; set; }

    public bool Matches(string line) => pattern.IsMatch(line);

    public OutlookDiagnosis Diagnose(string line, TimeSpan? askedPause) => new(Source, Code, Cause, Fix)
    {
        Confidence = Confidence,
        WhoCanFix = Fixer,
        ErrorId = ErrorId,
        IsRetryable = IsRetryable,
        RetryAfter = askedPause ?? RetryAfter,
        Evidence = SecretRedaction.Redact(line),
    };
}
