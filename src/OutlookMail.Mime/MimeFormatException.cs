using System;

namespace OutlookMail.Mime;

/// <summary>Text handed to the strict side (an address, a header to write) is not what the grammar allows.</summary>
public sealed class MimeFormatException : FormatException
{
    public MimeFormatException(string message, int position)
        : base(message) => Position = position;

    /// <summary>Index into the refused text of the first character that is wrong.</summary>
    public int Position { get; }
}
