using System;
using System.Collections.Generic;
using System.IO;

namespace OutlookMail.Mime;

/// <summary>Media types by file extension, for the files that mail carries.</summary>
internal static class FileTypes
{
    public const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain", [".log"] = "text/plain", [".md"] = "text/markdown", [".csv"] = "text/csv", [".htm"] = "text/html", [".html"] = "text/html",
        [".css"] = "text/css", [".ics"] = "text/calendar", [".vcf"] = "text/vcard", [".xml"] = "application/xml", [".json"] = "application/json",
        [".pdf"] = "application/pdf", [".rtf"] = "application/rtf", [".zip"] = "application/zip", [".gz"] = "application/gzip", [".7z"] = "application/x-7z-compressed",
        [".doc"] = "application/msword", [".xls"] = "application/vnd.ms-excel", [".ppt"] = "application/vnd.ms-powerpoint", [".msg"] = "application/vnd.ms-outlook",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".odt"] = "application/vnd.oasis.opendocument.text", [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif", [".bmp"] = "image/bmp", [".svg"] = "image/svg+xml",
        [".tif"] = "image/tiff", [".tiff"] = "image/tiff", [".webp"] = "image/webp", [".ico"] = "image/vnd.microsoft.icon",
        [".mp3"] = "audio/mpeg", [".wav"] = "audio/wav", [".m4a"] = "audio/mp4", [".mp4"] = "video/mp4", [".mov"] = "video/quicktime", [".avi"] = "video/x-msvideo",
        [".eml"] = "message/rfc822", [".p7m"] = "application/pkcs7-mime", [".p7s"] = "application/pkcs7-signature", [".cer"] = "application/pkix-cert",
    };

    public static string ForName(string name) =>
        ByExtension.TryGetValue(Path.GetExtension(name), out string? type) ? type : Unknown;

    /// <exception cref="MimeFormatException">Not type/subtype of RFC 2045 tokens.</exception>
    public static void Check(string type)
    {
        int slashes = 0;
        for (int i = 0; i < type.Length; i++)
        {
            char c = type[i];
            if (c == '/' && i > 0 && i < type.Length - 1 && slashes++ == 0)
            {
                continue;
            }

            if (c is <= ' ' or >= (char)127 || "()<>@,;:\\\"/[]?=".IndexOf(c) >= 0)
            {
                throw new MimeFormatException("A media type is type/subtype, such as application/pdf.", i);
            }
        }

        if (slashes != 1 || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            throw new MimeFormatException("A media type is type/subtype, such as application/pdf.", 0);
        }
    }
}
