using System;
using System.IO;

namespace OutlookMail.Client;

/// <summary>One synchronisation of a mailbox at a time, over all processes. Goes with the process that holds it.</summary>
internal sealed class ArchiveTurn : IDisposable
{
    private readonly FileStream held;

    private ArchiveTurn(FileStream held, string partial)
    {
        this.held = held;
        Partial = partial;
    }

    /// <summary>A folder for messages that are not whole yet; nobody else's.</summary>
    public string Partial { get; }

    /// <exception cref="Model.OutlookMailException">Another run has it, or the folder cannot be used.</exception>
    public static ArchiveTurn Take(string folder, string mailbox)
    {
        var turns = Path.Combine(folder, "turns");
        var path = Path.Combine(turns, SafeFileName.Clean(mailbox.ToLowerInvariant(), "mailbox"));
        try
        {
            Directory.CreateDirectory(turns);
            var turn = new ArchiveTurn(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), path + ".partial");
            turn.Sweep();
            return turn;
        }
        catch (IOException) when (File.Exists(path))
        {
            throw ArchiveErrors.Busy(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ArchiveErrors.From(new Store.StoreException(Store.StoreFailure.Inaccessible, folder, e.Message, e));
        }
    }

    public void Dispose()
    {
        Sweep();
        held.Dispose();
    }

    // What a killed run left.
    private void Sweep()
    {
        if (Directory.Exists(Partial))
        {
            Directory.Delete(Partial, recursive: true);
        }
    }
}
