using System;
using System.Collections.Generic;

namespace OutlookMail.Imap;

// RFC 9051 §7.5.2 BODYSTRUCTURE
/// <summary>One part of a message's structure. Types are lower case; texts are as the server sent them.</summary>
public sealed class BodyStructure
{
    private static readonly KeyValuePair<string, string>[] NoParameters = [];

    /// <summary>As FETCH names it: "" for a multipart at the top, "1.2" below.</summary>
    public string Section { get; internal set; } = "";

    public string Type { get; internal set; } = "text";

    public string Subtype { get; internal set; } = "plain";

    /// <summary>"text/plain"</summary>
    public string MediaType => Type + "/" + Subtype;

    public bool IsMultipart => Parts.Count > 0 && !IsMessage;

    public bool IsMessage => Type == "message" && Envelope is not null;

    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; internal set; } = NoParameters;

    public string? Id { get; internal set; }

    public string? Description { get; internal set; }

    /// <summary>Content-Transfer-Encoding; null in a multipart.</summary>
    public string? Encoding { get; internal set; }

    /// <summary>Octets before decoding; 0 in a multipart.</summary>
    public long Size { get; internal set; }

    /// <summary>Of text and message parts; 0 otherwise.</summary>
    public long Lines { get; internal set; }

    /// <summary>"attachment", "inline" or another word, lower case; null when there is none.</summary>
    public string? Disposition { get; internal set; }

    public IReadOnlyList<KeyValuePair<string, string>> DispositionParameters { get; internal set; } = NoParameters;

    /// <summary>Of a message/rfc822 part.</summary>
    public Envelope? Envelope { get; internal set; }

    /// <summary>A multipart's parts, or the one body of a message/rfc822 part.</summary>
    public IReadOnlyList<BodyStructure> Parts { get; internal set; } = [];

    /// <summary>Still encoded where it is; from Content-Disposition or else Content-Type.</summary>
    public string? FileName => Find(DispositionParameters, "filename") ?? Find(Parameters, "name");

    /// <summary>
    /// Something here is to be saved rather than shown: a part marked as an attachment, or a part with a file name
    /// that no HTML text refers to.
    /// </summary>
    public bool HasAttachment => IsAttachment || AnyPart();

    private bool IsAttachment =>
        Disposition == "attachment"
        || (Parts.Count == 0 && Disposition != "inline" && FileName is not null && Id is null)
        || (Type == "message" && Subtype is "rfc822" or "global" && Section.Length > 0);

    public string? Parameter(string name) => Find(Parameters, name);

    private static string? Find(IReadOnlyList<KeyValuePair<string, string>> parameters, string name)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            string key = parameters[i].Key;
            // RFC 2231 §3, §4: name*, name*0, name*0*
            if (key.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (key.Length == name.Length || key[name.Length] == '*'))
            {
                return parameters[i].Value;
            }
        }

        return null;
    }

    private bool AnyPart()
    {
        for (int i = 0; i < Parts.Count; i++)
        {
            if (Parts[i].HasAttachment)
            {
                return true;
            }
        }

        return false;
    }
}
