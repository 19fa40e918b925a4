using System;

namespace OutlookMail.Sandbox.Imap;

/// <summary>A command that is answered NO or BAD.</summary>
internal sealed class ImapCommandException(string status, string text) : Exception(text)
{
    /// <summary>NO or BAD.</summary>
    public string Status { get; } = status;

    public static ImapCommandException No(string text) => new("NO", text);

    /// <summary>Exchange's answer to arguments that it does not support or understand.</summary>
    public static ImapCommandException Arguments(int number = 12) => new("BAD", $"Command Argument Error. {number}");

    public static ImapCommandException NoSuchFolder(string name, string code = "") =>
        No($"{code}{name} doesn't exist.");
}
