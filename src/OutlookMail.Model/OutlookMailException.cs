using System;

namespace OutlookMail.Model;

/// <summary>An entry of the error catalogue, thrown: what happened, to what, and what to do next.</summary>
public sealed class OutlookMailException : Exception
{
    public OutlookMailException(
        string errorId,
        OutlookErrorCategory category,
        string message,
        string fix,
        object? target = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Category = category;
        Fix = fix;
        Target = target;
    }

    /// <summary>The stable id of the catalogue entry, for example <c>FolderNotFound</c>.</summary>
    public string ErrorId { get; }

    public OutlookErrorCategory Category { get; }

    /// <summary>What to do next, in one or two sentences: a command, a link or a setting.</summary>
    public string Fix { get; }

    /// <summary>The folder, message, address or app that the error is about; null when it is about none.</summary>
    public object? Target { get; }

    /// <summary>How long the server asked to wait before another try; null when it named no time.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>True once no later item of the same command can succeed (no session, no connection).</summary>
    public bool EndsCommand { get; set; }
}
