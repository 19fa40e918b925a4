using System;

namespace OutlookMail.Client;

/// <summary>
/// A secret that is being made. It is written down before Entra is asked, by a name that occurs once, so that a secret
/// whose value got lost in a crash can be found and removed.
/// </summary>
internal sealed class PendingSecret
{
    public string Marker { get; set; } = "";

    /// <summary>Null until Entra answered.</summary>
    public KeptSecret? Secret { get; set; }
}
