using System;
using System.Collections.Generic;

namespace OutlookMail.KillTest;

/// <summary>What a worker process is told, in one line of JSON on its standard input: a token is never on a command line.</summary>
public sealed record KillPlan
{
    public required string Authority { get; init; }

    public required string ImapHost { get; init; }

    public required int ImapPort { get; init; }

    public required string SmtpHost { get; init; }

    public required int SmtpPort { get; init; }

    public required string CertificateAuthorityPem { get; init; }

    public required string User { get; init; }

    public required string Token { get; init; }

    /// <summary>Where the outbox lies; the same for all workers.</summary>
    public required string Folder { get; init; }

    /// <summary>How far the worker's clock is ahead of the real one.</summary>
    public required TimeSpan ClockOffset { get; init; }

    /// <summary>True: the outbox's waits are jumped over, each jump told to the harness first.</summary>
    public required bool ClockJumps { get; init; }

    /// <summary>The mails to queue, as a script that is run again would.</summary>
    public required IReadOnlyList<KillMail> Mails { get; init; }

    public bool ResendUncertain { get; init; }
}
