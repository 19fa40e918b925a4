using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>The parts of multipart/report (RFC 6522), wherever a gateway moved them.</summary>
internal static class ReportParts
{
    public static MimeEntity? Find(MimeEntity body, params string[] types)
    {
        foreach (MimeEntity part in All(body))
        {
            if (System.Array.IndexOf(types, part.MediaType) >= 0)
            {
                return part;
            }
        }

        return null;
    }

    public static MimeHeaders? OriginalHeaders(MimeEntity body)
    {
        foreach (MimeEntity part in All(body))
        {
            if (part.MediaType is "text/rfc822-headers" or "message/global-headers")
            {
                return MimeMessage.Parse(part.GetContent()).Headers;
            }

            if (part.GetNestedMessage() is MimeMessage nested)
            {
                return nested.Headers;
            }
        }

        return null;
    }

    private static IEnumerable<MimeEntity> All(MimeEntity body)
    {
        Queue<MimeEntity> open = new();
        open.Enqueue(body);
        while (open.Count > 0)
        {
            MimeEntity part = open.Dequeue();
            yield return part;
            foreach (MimeEntity child in part.Children)
            {
                open.Enqueue(child);
            }
        }
    }
}
