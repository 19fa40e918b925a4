using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    /// <summary>
    /// Turns on what the server offers and does only when asked: UTF-8 in names, strings and appended fields (RFC 6855),
    /// and over a slow line compression (RFC 4978). What it then refuses after all is left. Exchange offers neither.
    /// </summary>
    /// <param name="isSlowLine">False: to the same machine, where deflating costs more than it saves.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task UseOfferedAsync(bool isSlowLine, CancellationToken cancellationToken = default)
    {
        bool utf8 = Capabilities.Has("ENABLE") && (Capabilities.Has("UTF8=ACCEPT") || Capabilities.Has("UTF8=ONLY"));
        await UnlessRefusedAsync(() => utf8 ? EnableAsync(["UTF8=ACCEPT"], cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        await UnlessRefusedAsync(() => isSlowLine ? CompressAsync(cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
    }

    private static async Task UnlessRefusedAsync(Func<Task> command)
    {
        try
        {
            await command().ConfigureAwait(false);
        }
        catch (ImapRefusedException)
        {
            // The session is as good as before.
        }
    }
}
