using System;

namespace OutlookMail.Wire;

/// <summary>The server understood and said no. The connection can go on being used.</summary>
public abstract class ServerRefusedException : Exception
{
    protected ServerRefusedException(string command, string serverText)
        : base($"{command} was refused: {serverText}")
    {
        Command = command;
        ServerText = serverText;
    }

    /// <summary>The command's name, without arguments.</summary>
    public string Command { get; }

    public string ServerText { get; }
}
