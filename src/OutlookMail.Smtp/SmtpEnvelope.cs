using System;
using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Smtp;

/// <summary>Who sends and who receives, RFC 5321 §2.3.1. Nothing in it can end a command line: each address is checked
/// against the grammar when the envelope is made.</summary>
public sealed class SmtpEnvelope
{
    /// <summary>Recipients of one mail. Exchange Online takes 1000 at most; the rest is room for other servers.</summary>
    public const int MaxRecipients = 100_000;

    private readonly string[] _wireRecipients;

    /// <param name="mailFrom">The return path; empty for the null reverse-path of reports.</param>
    /// <param name="recipients">At least one. The same address twice is sent twice.</param>
    /// <exception cref="ArgumentException">An address breaks the grammar; the message says where, not what it was.</exception>
    public SmtpEnvelope(string mailFrom, IReadOnlyList<string> recipients)
    {
        if (mailFrom is null)
            throw new ArgumentNullException(nameof(mailFrom));
        if (recipients is null)
            throw new ArgumentNullException(nameof(recipients));
        if (recipients.Count is 0 or > MaxRecipients)
            throw new ArgumentException("A mail needs 1 to 100000 recipients.", nameof(recipients));

        MailFrom = mailFrom;
        WireMailFrom = mailFrom.Length == 0 ? mailFrom : ToWire(mailFrom, nameof(mailFrom), null);
        var copies = new string[recipients.Count];
        _wireRecipients = new string[recipients.Count];
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = recipients[i] ?? throw new ArgumentException("A recipient is null.", nameof(recipients));
            _wireRecipients[i] = ToWire(copies[i], nameof(recipients), i);
        }

        Recipients = copies;
    }

    /// <summary>As given.</summary>
    public string MailFrom { get; }

    /// <summary>As given.</summary>
    public IReadOnlyList<string> Recipients { get; }

    /// <summary>True when a part before "@" is not ASCII: the mail then goes only to a server with SMTPUTF8, RFC 6531 §3.
    /// A domain alone never needs it; it travels as A-labels.</summary>
    public bool NeedsSmtpUtf8 { get; private set; }

    /// <summary>Reports that are wanted about the delivery; null leaves them to the server.</summary>
    public SmtpDeliveryReport? DeliveryReport { get; init; }

    internal string WireMailFrom { get; }

    internal IReadOnlyList<string> WireRecipients => _wireRecipients;

    /// <summary>Checks one address and gives it the form that goes on the wire.</summary>
    internal static string ToWire(string address, string parameter, int? index, out bool localPartIsAscii)
    {
        string? error = Mailbox.FindError(address, out int at, out int position);
        if (error is null && !IsAscii(address, at + 1, address.Length))
        {
            try
            {
                // RFC 6531 §3.2: a domain in A-labels is good with and without SMTPUTF8.
                string domain = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(address, at + 1);
                address = address.Substring(0, at + 1) + domain;
            }
            catch (ArgumentException)
            {
                error = "the domain is no valid international name";
                position = at + 1;
            }
        }

        if (error is not null)
        {
            string which = index is { } i ? string.Format(CultureInfo.InvariantCulture, "Recipient {0} is", i + 1) : "This is";
            throw new ArgumentException(
                string.Format(CultureInfo.InvariantCulture, "{0} no mail address: {1} (at character {2}).", which, error, position + 1),
                parameter);
        }

        localPartIsAscii = IsAscii(address, 0, at);
        return address;
    }

    /// <summary>Different domains among the recipients.</summary>
    internal int CountRecipientDomains()
    {
        var domains = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string address in _wireRecipients)
        {
            domains.Add(address.Substring(address.LastIndexOf('@') + 1));
        }

        return domains.Count;
    }

    private static bool IsAscii(string text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (text[i] > '\u007F')
                return false;
        }

        return true;
    }

    private string ToWire(string address, string parameter, int? index)
    {
        string wire = ToWire(address, parameter, index, out bool localPartIsAscii);
        NeedsSmtpUtf8 |= !localPartIsAscii;
        return wire;
    }
}
