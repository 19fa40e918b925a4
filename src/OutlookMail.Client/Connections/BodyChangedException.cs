using System.IO;

namespace OutlookMail.Client;

/// <summary>A message's download was cut, and what the server has now does not continue what came before.</summary>
internal sealed class BodyChangedException : IOException
{
    public BodyChangedException(uint uid)
        : base($"Message {uid} was removed or changed while it was being read.")
    {
    }
}
