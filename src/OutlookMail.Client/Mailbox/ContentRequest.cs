namespace OutlookMail.Client;

/// <summary>What is opened of a message that is read whole.</summary>
public sealed class ContentRequest
{
    /// <summary>What is packed in winmail.dat (MS-OXTNEF), in place of that file: its text and its attachments.</summary>
    public bool WithTnef { get; set; }

    /// <summary>Attached messages, read whole too.</summary>
    public bool WithNested { get; set; }
}
