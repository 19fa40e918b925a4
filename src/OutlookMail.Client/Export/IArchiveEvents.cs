using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What a front end is told while mail is exported, imported or synchronised. Calls come from any thread.</summary>
public interface IArchiveEvents
{
    void Progress(ArchiveProgress progress);

    void Verbose(string text);

    void Warning(string text);

    /// <summary>One message, folder or file failed; the rest goes on.</summary>
    void Failed(OutlookMailException error);
}
