namespace OutlookMail.Model;

/// <summary>What became of a mail for one recipient (RFC 3464 §2.3).</summary>
public sealed class OutlookDeliveryStatus
{
    public OutlookDeliveryStatus(string recipient) => Recipient = recipient;

    public string Recipient { get; }

    /// <summary>failed, delayed, delivered, relayed or expanded.</summary>
    public string? Action { get; set; }

    /// <summary>The enhanced status code, as 5.1.1.</summary>
    public string? Status { get; set; }

    /// <summary>The words of the server that refused.</summary>
    public string? Diagnostic { get; set; }

    public string? RemoteServer { get; set; }

    public override string ToString() => $"{Recipient}: {Action} {Status}";
}
