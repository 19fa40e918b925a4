namespace OutlookMail.Mime;

/// <summary>How an mbox file tells its messages apart (named as in qmail's mbox(5); RFC 4155 is mboxo with LF).</summary>
public enum MboxVariant
{
    /// <summary>Looks at each message: a Content-Length that ends right before a From line is believed.</summary>
    Any,

    /// <summary>"From " lines of bodies were quoted once and cannot be told from ones that began with "&gt;From ".</summary>
    MboxO,

    /// <summary>Lines of any number of "&gt;" before "From " were given one more.</summary>
    MboxRd,

    /// <summary>Content-Length counts the body; From lines are quoted too.</summary>
    MboxCl,

    /// <summary>Content-Length counts the body; nothing is quoted.</summary>
    MboxCl2,
}
