using System.Collections.Generic;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

/// <summary>Commands sent and not answered, oldest first, and where in a response the reader stands.</summary>
internal sealed class Outstanding
{
    private readonly List<(uint Tag, ImapCommand Command)> _commands = [];
    private readonly Dictionary<uint, StatusResponse> _answers = [];

    public int Count => _commands.Count;

    /// <summary>The command that untagged data belongs to: servers answer in order.</summary>
    public ImapCommand? Current => _commands.Count > 0 ? _commands[0].Command : null;

    /// <summary>Octets of a body that were neither delivered nor dropped.</summary>
    public long BodyLeft { get; set; }

    /// <summary>The reader stands behind a body's marker: what comes next is the tail of a response.</summary>
    public bool InsideResponse { get; set; }

    public void Add(uint tag, ImapCommand command) => _commands.Add((tag, command));

    /// <summary>Takes a tagged answer; false when no command waits for it (tag 0 is none).</summary>
    public bool Answer(ImapConnection.Received received)
    {
        for (int i = 0; i < _commands.Count; i++)
        {
            if (_commands[i].Tag == received.Tag)
            {
                _commands.RemoveAt(i);
                _answers[received.Tag] = received.Status!;
                return true;
            }
        }

        return false;
    }

    public bool IsAnswered(uint tag) => _answers.ContainsKey(tag);

    /// <summary>A command's answer, once.</summary>
    public StatusResponse? TryTake(uint tag)
    {
        if (_answers.TryGetValue(tag, out StatusResponse? answer))
        {
            _answers.Remove(tag);
        }

        return answer;
    }
}
