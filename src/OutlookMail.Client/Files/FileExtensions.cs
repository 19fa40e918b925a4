namespace OutlookMail.Client;

/// <summary>Extensions for files that came without a name.</summary>
internal static class FileExtensions
{
    public static string For(string mediaType) => mediaType switch
    {
        "application/json" => ".json",
        "application/msword" => ".doc",
        "application/pdf" => ".pdf",
        "application/rtf" or "text/rtf" => ".rtf",
        "application/vnd.ms-excel" => ".xls",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => ".pptx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => ".xlsx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => ".docx",
        "application/xml" or "text/xml" => ".xml",
        "application/zip" => ".zip",
        "audio/mpeg" => ".mp3",
        "image/bmp" => ".bmp",
        "image/gif" => ".gif",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/svg+xml" => ".svg",
        "image/tiff" => ".tif",
        "image/webp" => ".webp",
        "message/rfc822" or "message/global" => ".eml",
        "text/calendar" => ".ics",
        "text/csv" => ".csv",
        "text/html" => ".html",
        "text/plain" => ".txt",
        "text/vcard" => ".vcf",
        "video/mp4" => ".mp4",
        _ => ".bin",
    };
}
