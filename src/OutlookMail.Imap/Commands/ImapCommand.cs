using System;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

/// <summary>One command: how it is written and which responses are its answer.</summary>
internal abstract class ImapCommand
{
    /// <summary>For messages and traces; never arguments.</summary>
    public abstract string Name { get; }

    /// <summary>Its quoted strings are what somebody looks for in mail: a trace shows their lengths.</summary>
    public virtual bool HoldsMailData => false;

    /// <summary>The name and the arguments, without tag and line end.</summary>
    public abstract void Write(ImapEncoder encoder);

    /// <summary>What <see cref="Write"/> ended with is a literal's marker; its octets and the line end are sent by the operation itself.</summary>
    public virtual bool ContinuesBehindLiteral => false;

    /// <summary>True when the response belongs to this command and needs no other treatment.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="number">The number before the keyword, or 0.</param>
    /// <param name="decoder">Behind the keyword.</param>
    public virtual bool Data(DataKind kind, uint number, ref ImapDecoder decoder) => false;

    /// <summary>An untagged OK, NO or BAD while the command runs.</summary>
    public virtual void Status(StatusResponse response)
    {
    }

    /// <summary>Answers a continuation that no literal waits for; null when none was expected.</summary>
    public virtual ImapConnection.Reply? Continuation(ReadOnlySpan<byte> text) => null;
}
