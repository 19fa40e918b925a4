namespace OutlookMail.Client;

/// <summary>Where messages are saved as .eml files.</summary>
public sealed class SaveMailRequest
{
    public SaveMailRequest(string folder) => Folder = folder;

    /// <summary>An existing or new folder, as a file system path.</summary>
    public string Folder { get; }

    /// <summary>What the files are called, without .eml; see <see cref="FileNamePattern"/>.</summary>
    public string NamePattern { get; set; } = FileNamePattern.Default;

    /// <summary>Replaces a file of the same name; otherwise that message fails with FileExists.</summary>
    public bool Overwrite { get; set; }
}
