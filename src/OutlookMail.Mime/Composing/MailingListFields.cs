using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>Fields of a mailing or a list (RFC 2369, RFC 2919, RFC 8058) to write.</summary>
public sealed class MailingListFields
{
    /// <summary>E.g. announce.contoso.test.</summary>
    public string? Id { get; set; }

    public string? Name { get; set; }

    /// <summary>mailto: and https: addresses, the preferred one first.</summary>
    public IList<string> Unsubscribe { get; } = new List<string>();

    /// <summary>The https address takes a POST without asking further (RFC 8058).</summary>
    public bool OneClick { get; set; }

    public string? Post { get; set; }

    public string? Help { get; set; }

    public string? Archive { get; set; }

    internal void Write(HeaderWriter header)
    {
        if (Id != null)
        {
            HeaderValue.RefuseId(Id, "The List-Id");
            header.Addressed("List-Id", Name, Id);
        }

        if (OneClick && !HasHttps())
        {
            throw new MimeFormatException("One-click unsubscription needs an https address.", 0);
        }

        Uris(header, "List-Unsubscribe", Unsubscribe);
        if (OneClick)
        {
            header.Structured("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        Uris(header, "List-Post", Post);
        Uris(header, "List-Help", Help);
        Uris(header, "List-Archive", Archive);
    }

    private bool HasHttps()
    {
        foreach (string address in Unsubscribe)
        {
            if (address.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void Uris(HeaderWriter header, string name, string? uri)
    {
        if (uri != null)
        {
            Uris(header, name, new[] { uri });
        }
    }

    private static void Uris(HeaderWriter header, string name, IList<string> uris)
    {
        foreach (string uri in uris)
        {
            HeaderValue.RefuseId(uri, "A " + name + " address");
            if (uri.IndexOf(':') <= 0)
            {
                throw new MimeFormatException("A " + name + " address begins with mailto: or https:", 0);
            }
        }

        header.Ids(name, new List<string>(uris), ",");
    }
}
