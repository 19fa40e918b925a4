namespace OutlookMail.Model;

/// <summary>How sure a diagnosis is.</summary>
public enum OutlookConfidence
{
    /// <summary>One of several things that give the same text.</summary>
    Low,

    /// <summary>The usual reason for the text, but not the only one.</summary>
    Medium,

    /// <summary>The text says it.</summary>
    High,
}
