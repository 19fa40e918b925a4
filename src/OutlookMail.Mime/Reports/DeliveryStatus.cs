using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>What became of a message for one recipient (RFC 3464 §2.3).</summary>
public sealed class DeliveryStatus
{
    internal DeliveryStatus(Dictionary<string, string> fields)
    {
        FinalRecipient = FieldGroups.Typed(fields, "Final-Recipient");
        OriginalRecipient = FieldGroups.Typed(fields, "Original-Recipient");
        Action = FieldGroups.Plain(fields, "Action")?.ToLowerInvariant();
        Status = FieldGroups.Plain(fields, "Status");
        DiagnosticCode = FieldGroups.Typed(fields, "Diagnostic-Code");
        RemoteMta = FieldGroups.Typed(fields, "Remote-MTA");
    }

    public string? FinalRecipient { get; }

    public string? OriginalRecipient { get; }

    /// <summary>failed, delayed, delivered, relayed or expanded.</summary>
    public string? Action { get; }

    /// <summary>The enhanced status code, e.g. 5.1.1 (RFC 3463).</summary>
    public string? Status { get; }

    /// <summary>The text of the server that refused, e.g. "550 5.1.1 …".</summary>
    public string? DiagnosticCode { get; }

    public string? RemoteMta { get; }

    public override string ToString() => FinalRecipient + ": " + Action + " " + Status;
}
