using System;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap;

/// <summary>A command whose answer is only OK, NO or BAD.</summary>
internal sealed class SimpleCommand : ImapCommand
{
    private readonly Action<ImapEncoder>? _arguments;

    public SimpleCommand(string name, Action<ImapEncoder>? arguments = null)
    {
        Name = name;
        _arguments = arguments;
    }

    public override string Name { get; }

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw(Name);
        if (_arguments is not null)
        {
            _arguments(encoder.Space());
        }
    }
}
