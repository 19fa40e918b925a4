using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>
/// Copies, moves or deletes one command's worth of messages, and finds out what became of each: a refusal is halved down
/// to the messages it is about, and after a break the folder is asked which ones are still there.
/// </summary>
internal sealed class MailTransfer
{
    /// <summary>Commands spent on taking a refusal apart: enough for a few bad messages in thousands. Where everything is
    /// refused (quota), the rest is reported with the same words.</summary>
    private const int MostRetries = 64;

    private readonly LiveSession session;
    private readonly TransferKind kind;
    private readonly string? destination;
    private int retries = MostRetries;

    public MailTransfer(LiveSession session, TransferKind kind, string? destination)
    {
        this.session = session;
        this.kind = kind;
        this.destination = destination;
    }

    /// <exception cref="OutlookMailException">Nothing was done to any of them.</exception>
    public async Task<TransferResult> RunAsync(FolderAt folder, UidSet uids, object target, CancellationToken cancellationToken)
    {
        var result = new TransferResult();
        var unknown = await session.Imap.ChangeAsync(
            folder with { Writable = kind != TransferKind.Copy },
            async (imap, _, ct) =>
            {
                // What came since the folder was opened is there for this connection from now on (RFC 9051 §5.2).
                await imap.NoopAsync(ct);
                var existing = UidSet.Of(await imap.UidSearchAsync(SearchQuery.Uid(uids), ct));
                result.Missing.UnionWith(uids.Where(uid => !existing.Contains(uid)));
                return await ApplyAsync(imap, existing, result, ct);
            },
            target,
            cancellationToken);
        if (!unknown.IsEmpty)
        {
            await SettleAsync(folder, unknown, result, target, cancellationToken);
        }

        return result;
    }

    // The connection ended while this was under way. What is no longer in the folder went where it should.
    private async Task SettleAsync(FolderAt folder, UidSet unknown, TransferResult result, object target, CancellationToken cancellationToken)
    {
        var left = kind == TransferKind.Copy
            ? unknown
            : await session.Imap.ReadAsync(folder, async (imap, _, ct) => UidSet.Of(await imap.UidSearchAsync(SearchQuery.Uid(unknown), ct)), target, cancellationToken);
        result.Done.UnionWith(unknown.Where(uid => !left.Contains(uid)));
        foreach (var uid in left)
        {
            result.Refused[uid] = ImapErrorMapper.Map(result.Break!, session, target);
        }
    }

    /// <returns>Those of which it is not known, because the connection ended.</returns>
    private async Task<UidSet> ApplyAsync(ImapConnection imap, UidSet uids, TransferResult result, CancellationToken cancellationToken)
    {
        var open = new Stack<UidSet>();
        open.Push(uids);
        while (open.Count > 0)
        {
            var some = open.Pop();
            try
            {
                if (!some.IsEmpty)
                {
                    await DoAsync(imap, some, result, cancellationToken);
                }
            }
            catch (ImapRefusedException refused) when (ImapErrorMapper.IsThrottle(refused.ServerText, out _))
            {
                Refuse(open.Aggregate(some, (all, more) => all.Union(more)), refused, result);
                return UidSet.Empty;
            }
            catch (ImapRefusedException refused)
            {
                var left = kind == TransferKind.Copy ? some : UidSet.Of(await imap.UidSearchAsync(SearchQuery.Uid(some), cancellationToken));
                result.Done.UnionWith(some.Where(uid => !left.Contains(uid)));
                if (left.Count > 1 && retries-- > 0)
                {
                    open.Push(UidSet.Of(left.Skip(left.Count / 2)));
                    open.Push(UidSet.Of(left.Take(left.Count / 2)));
                }
                else
                {
                    Refuse(left, refused, result);
                }
            }
            catch (ConnectionBrokenException broken)
            {
                result.Break = broken;
                return open.Aggregate(some, (all, more) => all.Union(more));
            }
        }

        return UidSet.Empty;
    }

    private void Refuse(UidSet uids, ImapRefusedException refused, TransferResult result)
    {
        foreach (var uid in uids)
        {
            result.Refused[uid] = ImapErrorMapper.Map(refused, session, destination);
        }
    }

    private async Task DoAsync(ImapConnection imap, UidSet uids, TransferResult result, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case TransferKind.Copy:
                result.Take(uids, await imap.UidCopyAsync(uids, destination!, cancellationToken));
                break;
            case TransferKind.Move:
                result.Take(uids, await imap.UidMoveAsync(uids, destination!, cancellationToken));
                break;
            default:
                await DeleteAsync(imap, uids, result, cancellationToken);
                break;
        }
    }

    private static async Task DeleteAsync(ImapConnection imap, UidSet uids, TransferResult result, CancellationToken cancellationToken)
    {
        await imap.UidStoreAsync(uids, StoreMode.Add, new[] { "\\Deleted" }, cancellationToken: cancellationToken);
        if (imap.Capabilities.Has("UIDPLUS"))
        {
            await imap.UidExpungeAsync(uids, cancellationToken);
        }
        else if ((await imap.UidSearchAsync(SearchQuery.Deleted, cancellationToken)).All(uids.Contains))
        {
            await imap.ExpungeAsync(cancellationToken);
        }
        else
        {
            // RFC 9051 §6.4.3: EXPUNGE would take what others marked as well.
            result.OriginalsLeftMarked = true;
        }

        result.Done.UnionWith(uids);
    }
}
