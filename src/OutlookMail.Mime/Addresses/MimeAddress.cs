using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>A mailbox: an address and the name shown for it (RFC 5322 §3.4).</summary>
public sealed class MimeAddress
{
    /// <summary>A mailbox to write to: the address is checked strictly.</summary>
    /// <exception cref="MimeFormatException">The address or name cannot stand in a header.</exception>
    public MimeAddress(string address, string? name)
    {
        if (address == null)
        {
            throw new ArgumentNullException(nameof(address));
        }

        AddressSyntax.Check(address, 0);
        AddressSyntax.CheckName(name, 0);
        Address = address;
        Name = name;
    }

    private MimeAddress(string address, string? name, string? group)
    {
        Address = address;
        Name = name;
        Group = group;
    }

    /// <summary>local@domain, without angle brackets. From a message it may be anything the sender wrote there.</summary>
    public string Address { get; }

    /// <summary>The display name, decoded; null when there is none.</summary>
    public string? Name { get; }

    /// <summary>The group the mailbox was listed in (RFC 5322 §3.4, RFC 6854); null when in none.</summary>
    public string? Group { get; }

    /// <summary>Whether the address could be written into a message or an SMTP command.</summary>
    public bool IsValid => AddressSyntax.IsValid(Address);

    internal bool IsAscii => Ascii.IsAscii(Address);

    /// <summary>Reads user input of one mailbox: "ada@contoso.com", "Ada &lt;ada@contoso.com&gt;".</summary>
    public static bool TryParse(string text, out MimeAddress? a, out MimeFormatException? error)
    {
        try
        {
            a = Parse(text);
            error = null;
            return true;
        }
        catch (MimeFormatException e)
        {
            a = null;
            error = e;
            return false;
        }
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="MimeFormatException">With the position of the first wrong character.</exception>
    public static MimeAddress Parse(string text)
    {
        IReadOnlyList<MimeAddress> list = ParseList(text);
        return list.Count == 1
            ? list[0]
            : throw new MimeFormatException("One address is expected, not " + (list.Count == 0 ? "none." : "several."), 0);
    }

    /// <summary>Reads user input of several mailboxes between commas or semicolons, strictly.</summary>
    /// <exception cref="MimeFormatException">With the position of the first wrong character.</exception>
    public static IReadOnlyList<MimeAddress> ParseList(string text) =>
        AddressInput.Parse(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>Reads an address field as it stands in a message. Tolerant: never throws, keeps what it cannot make out
    /// as an address that is not <see cref="IsValid"/>.</summary>
    public static IReadOnlyList<MimeAddress> ReadList(string field) => new AddressReader(field).Read();

    internal static MimeAddress Unchecked(string address, string? name, string? group) => new(address, name, group);

    /// <summary>The form users read and <see cref="Parse"/> takes back.</summary>
    public override string ToString()
    {
        if (string.IsNullOrEmpty(Name))
        {
            return Address;
        }

        bool needsQuotes = Name!.AsSpan().IndexOfAny("()<>[]:;@\\,.\"".AsSpan()) >= 0;
        StringBuilder text = new();
        if (needsQuotes)
        {
            text.Append('"').Append(Name!.Replace("\\", "\\\\").Replace("\"", "\\\"")).Append('"');
        }
        else
        {
            text.Append(Name!);
        }

        return text.Append(" <").Append(Address).Append('>').ToString();
    }
}
