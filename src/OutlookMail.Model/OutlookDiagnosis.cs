using System;

namespace OutlookMail.Model;

/// <summary>What a text of a server, a log or an error means, and what to do about it.</summary>
public sealed class OutlookDiagnosis
{
    public OutlookDiagnosis(string source, string code, string cause, string fix)
    {
        Source = source;
        Code = code;
        Cause = cause;
        Fix = fix;
    }

    /// <summary>Who spoke: Entra, Graph, IMAP, POP, SMTP, Token, Network.</summary>
    public string Source { get; }

    /// <summary>What it is known by: AADSTS7000218, 535 5.7.139, Authorization_RequestDenied.</summary>
    public string Code { get; }

    public string Cause { get; }

    /// <summary>What to do next: a command, a link or a setting.</summary>
    public string Fix { get; }

    public OutlookConfidence Confidence { get; set; }

    public OutlookFixer WhoCanFix { get; set; }

    /// <summary>The entry of the module's error catalogue that it belongs to.</summary>
    public string ErrorId { get; set; } = "";

    /// <summary>True when the same can succeed later with nothing changed.</summary>
    public bool IsRetryable { get; set; }

    /// <summary>How long to wait before that, when the text or its source names a time.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The line it was read from, without secrets.</summary>
    public string Evidence { get; set; } = "";

    public override string ToString() => $"{Code}: {Cause}";
}
