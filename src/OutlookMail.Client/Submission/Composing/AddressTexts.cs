using System.Collections.Generic;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>Addresses as people type them.</summary>
internal static class AddressTexts
{
    public static void Add(ICollection<MimeAddress> list, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var address in Parse(text))
            {
                list.Add(address);
            }
        }
    }

    public static MimeAddress One(string text)
    {
        var addresses = Parse(text);
        return addresses.Count == 1 ? addresses[0] : throw SubmissionErrors.AddressInvalid(text, "one address is expected", null);
    }

    private static IReadOnlyList<MimeAddress> Parse(string text)
    {
        try
        {
            return MimeAddress.ParseList(text);
        }
        catch (MimeFormatException e)
        {
            throw SubmissionErrors.AddressInvalid(text, e.Message, e);
        }
    }
}
