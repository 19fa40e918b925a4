namespace OutlookMail.Imap;

// RFC 9051 §7.5.2: no host begins a group (the mailbox is its name), no mailbox either ends it.
public sealed class EnvelopeAddress
{
    internal EnvelopeAddress(string? name, string? mailbox, string? host)
    {
        Name = name;
        Mailbox = mailbox;
        Host = host;
    }

    /// <summary>May hold encoded-words.</summary>
    public string? Name { get; }

    public string? Mailbox { get; }

    public string? Host { get; }

    /// <summary>mailbox@host; null for the marks of a group.</summary>
    public string? Address => Mailbox is null || Host is null ? null : Mailbox + "@" + Host;

    public override string ToString() => Address ?? Mailbox ?? "";
}
