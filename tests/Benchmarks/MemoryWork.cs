using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Benchmarks;

/// <summary>What <see cref="MailboxMemory"/> does with the whole folder; each returns how many messages it was.</summary>
internal sealed class MemoryWork(MailboxSession mailbox, Settings settings, string target)
{
    private const string ImportFolder = "memory-import";

    // As a pipeline has them: a command that takes messages gets them in portions of this size.
    private const int Portion = 256;

    public async Task<long> ListAsync() => await Messages().LongCountAsync();

    public async Task<long> SaveAsync()
    {
        long count = 0;
        await foreach (var portion in Messages().Chunk(Portion))
        {
            count += await mailbox.Client.SaveMailAsync(portion, new SaveMailRequest(target), CancellationToken.None).LongCountAsync();
        }

        return count;
    }

    public async Task<long> ContentAsync()
    {
        long count = 0;
        await foreach (var portion in Messages().Chunk(Portion))
        {
            count += await mailbox.Client.GetContentAsync(portion, CancellationToken.None).LongCountAsync();
        }

        return count;
    }

    public async Task<long> ExportAsync(OutlookArchiveFormat format)
    {
        var request = new ExportRequest(Path.Combine(target, format == OutlookArchiveFormat.Zip ? "export.zip" : "export"), format) { Folders = [settings.Folder] };
        return await mailbox.Client.ExportAsync(mailbox.Handle, request, Silent.Instance, CancellationToken.None).Select(folder => (long)folder.Exported).SumAsync();
    }

    /// <summary>The files of <c>--corpus</c> into a folder that goes with the run.</summary>
    public async Task<long> ImportAsync()
    {
        var request = new ImportRequest { Paths = [settings.Corpus], Folder = ImportFolder };
        try
        {
            return await mailbox.Client.Archive.ImportAsync(mailbox.Handle, request, Silent.Instance, CancellationToken.None).LongCountAsync();
        }
        finally
        {
            await mailbox.Imap.ChangeAsync(
                async (imap, ct) =>
                {
                    await imap.DeleteAsync(ImportFolder, ct);
                    return true;
                },
                ImportFolder,
                CancellationToken.None);
        }
    }

    public async Task<long> SyncAsync() =>
        await mailbox.Client.Archive.SyncAsync(mailbox.Handle, new SyncRequest { Path = target, Folders = [settings.Folder], Connections = int.Parse(System.Environment.GetEnvironmentVariable("LANES") ?? "3") }, Silent.Instance, CancellationToken.None).Select(folder => (long)folder.Added).SumAsync();

    /// <summary>A common word in the archive of <c>--archive</c> (archive-search makes it), its first and its thousandth page.</summary>
    public async Task<long> SearchAsync()
    {
        long count = 0;
        foreach (var skip in new ulong[] { 0, 50_000 })
        {
            var query = new ArchiveQuery { Path = settings.Archive, Text = "w1", Skip = skip, First = 50 };
            count += await mailbox.Client.Archive.SearchAsync(query, CancellationToken.None).LongCountAsync();
        }

        return count;
    }

    private System.Collections.Generic.IAsyncEnumerable<OutlookMessage> Messages() =>
        mailbox.Client.GetMailAsync(mailbox.Handle, new MailQuery { Folders = [settings.Folder] }, CancellationToken.None);
}
