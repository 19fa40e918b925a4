using System.Collections.Generic;

namespace OutlookMail.Imap;

/// <summary>Commands sent and not answered, oldest first, and where in a response the reader stands.</summary>
internal sealed class Outstanding
{
    private readonly List<(uint Tag, string Name)> _commands = [];

    public int Count => _commands.Count;

    /// <summary>Octets of a body that were neither delivered nor dropped.</summary>
    public long BodyLeft { get; set; }

    /// <summary>The reader stands behind a body's marker: what comes next is the tail of a response.</summary>
    public bool InsideResponse { get; set; }

    public void Add(uint tag, string name) => _commands.Add((tag, name));

    /// <summary>False when the tag is none of these (0 is none).</summary>
    public bool Completed(uint tag)
    {
        for (int i = 0; i < _commands.Count; i++)
        {
            if (_commands[i].Tag == tag)
            {
                _commands.RemoveAt(i);
                return true;
            }
        }

        return false;
    }
}
