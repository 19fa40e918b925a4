namespace OutlookMail.Model;

/// <summary>One step of making an app registration by hand in the portal.</summary>
public sealed class OutlookSetupStep
{
    public OutlookSetupStep(int number, string title, string action)
    {
        Number = number;
        Title = title;
        Action = action;
    }

    public int Number { get; }

    public string Title { get; }

    /// <summary>What to do, in the portal's own words.</summary>
    public string Action { get; }

    /// <summary>The page to do it on; null when there is none.</summary>
    public string? Link { get; set; }

    /// <summary>What the pasted value says of the step: true right, false wrong, null nothing was pasted for it.</summary>
    public bool? IsRight { get; set; }

    /// <summary>What was found about the pasted value; empty when nothing was pasted.</summary>
    public string Finding { get; set; } = "";

    public override string ToString() => $"{Number}. {Title}";
}
