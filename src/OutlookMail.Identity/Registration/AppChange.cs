namespace OutlookMail.Identity.Registration;

/// <summary>One line of the difference between what an app is and what it shall be.</summary>
public sealed class AppChange
{
    internal AppChange(AppChangeKind kind, string what, string? from, string? to)
    {
        Kind = kind;
        What = what;
        From = from;
        To = to;
    }

    public AppChangeKind Kind { get; }

    /// <summary>The property or object, for example "redirect address (web)".</summary>
    public string What { get; }

    /// <summary>What is there; null when nothing is.</summary>
    public string? From { get; }

    /// <summary>What shall be there; null when nothing shall.</summary>
    public string? To { get; }

    public override string ToString() => Kind switch
    {
        AppChangeKind.Add => $"add {What}: {To}",
        AppChangeKind.Remove => $"remove {What}: {From}",
        _ => $"change {What}: {From} -> {To}",
    };
}
