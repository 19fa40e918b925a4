using System;
using System.IO;

namespace OutlookMail.Wire;

/// <summary>The server sent octets that its protocol's grammar does not allow, or more of them than a limit allows.</summary>
public sealed class ServerProtocolException : IOException
{
    /// <param name="grammarPath">Where in the grammar, outermost first: "in response-data: in resp-text-code".</param>
    /// <param name="near">The octets around the fault; quoted text is blanked and the rest shortened.</param>
    public ServerProtocolException(string grammarPath, ReadOnlySpan<byte> near = default)
        : this(grammarPath, Redaction.Excerpt(near))
    {
    }

    private ServerProtocolException(string grammarPath, string excerpt)
        : base(excerpt.Length == 0
            ? $"The server's answer could not be understood ({grammarPath})."
            : $"The server's answer could not be understood ({grammarPath}), near: {excerpt}")
    {
        GrammarPath = grammarPath;
        Excerpt = excerpt;
    }

    public string GrammarPath { get; }

    public string Excerpt { get; }
}
