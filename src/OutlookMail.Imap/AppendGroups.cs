using System;
using System.Collections.Generic;

namespace OutlookMail.Imap;

// RFC 3502
/// <summary>Puts messages together that may travel in one APPEND: few and small enough that the server can hold them all until the last.</summary>
internal sealed class AppendGroups : IDisposable
{
    private const int MostMessages = 64;

    private const long MostOctets = 1024 * 1024;

    private readonly IEnumerator<AppendMessage> _messages;
    private readonly bool _together;
    private readonly Func<AppendMessage, bool> _isTaken;
    private AppendMessage? _next;

    /// <param name="messages">Pulled one ahead.</param>
    /// <param name="together">False: each alone.</param>
    /// <param name="isTaken">A message of which the server has said that it will not be goes alone.</param>
    public AppendGroups(IEnumerable<AppendMessage> messages, bool together, Func<AppendMessage, bool> isTaken)
    {
        _messages = messages.GetEnumerator();
        _together = together;
        _isTaken = isTaken;
        Pull();
    }

    public IReadOnlyList<AppendMessage> Current { get; private set; } = [];

    public bool MoveNext()
    {
        if (_next is null)
        {
            return false;
        }

        var group = new List<AppendMessage>();
        long octets = 0;
        do
        {
            group.Add(_next);
            octets += _next.Length;
            Pull();
        }
        while (_together && _next is not null && group.Count < MostMessages && octets + _next.Length <= MostOctets && _isTaken(_next) && _isTaken(group[0]));
        Current = group;
        return true;
    }

    public void Dispose() => _messages.Dispose();

    private void Pull() => _next = _messages.MoveNext() ? _messages.Current : null;
}
