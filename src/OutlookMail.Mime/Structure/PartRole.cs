namespace OutlookMail.Mime;

/// <summary>What a part is to the reader of the message.</summary>
internal enum PartRole
{
    Container,
    Text,
    Html,

    /// <summary>Another form or a proof of what other parts say: a delivery status, an invitation, a signature.</summary>
    Machine,
    InlineImage,
    Attachment,
}

internal static class PartRoles
{
    public static PartRole Of(MimeEntity part)
    {
        if (part.IsMultipart)
        {
            return PartRole.Container;
        }

        string type = part.MediaType;
        bool isAttached = part.Disposition.Value == "attachment";
        string parent = part.Parent?.MediaType ?? "";
        if (type is "text/plain" or "text/html" && !isAttached && (part.FileName == null || part.Parent == null))
        {
            return type == "text/plain" ? PartRole.Text : PartRole.Html;
        }

        if (IsMachinePart(type, parent, isAttached))
        {
            return PartRole.Machine;
        }

        return IsRelatedImage(part) || (type.StartsWith("image/", System.StringComparison.Ordinal) && part.Disposition.Value == "inline" && part.ContentId != null)
            ? PartRole.InlineImage
            : PartRole.Attachment;
    }

    /// <summary>RFC 2387: stands beside the HTML that refers to it.</summary>
    public static bool IsRelatedImage(MimeEntity part) =>
        part.Parent?.MediaType == "multipart/related"
        && part.Disposition.Value != "attachment"
        && part.MediaType.StartsWith("image/", System.StringComparison.Ordinal)
        && (part.ContentId != null || part.Headers.Contains("Content-Location"));

    private static bool IsMachinePart(string type, string parent, bool isAttached) => type switch
    {
        // Exchange writes these without a disposition, and readers show what they mean and not a file.
        "message/delivery-status" or "message/disposition-notification" or "text/rfc822-headers" or "message/feedback-report" => parent == "multipart/report",
        "application/pkcs7-signature" or "application/x-pkcs7-signature" or "application/pgp-signature" => parent == "multipart/signed",
        "text/calendar" => !isAttached && parent is "multipart/alternative" or "",
        "text/x-amp-html" or "text/enriched" or "text/rtf" => parent == "multipart/alternative",
        _ => false,
    };
}
