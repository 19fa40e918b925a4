using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Tests.Registration;

/// <summary>A store whose process is killed at a chosen write: just before it, or just after it. What was written stays.</summary>
internal sealed class DyingStore : TokenStore
{
    private byte[]? content;
    private int writes;

    /// <summary>Counts from 0; null lives for ever.</summary>
    public int? DiesAtWrite { get; set; }

    public bool AfterWriting { get; set; }

    public int Writes => writes;

    public void Restart()
    {
        DiesAtWrite = null;
        writes = 0;
    }

    public override Task<TokenStoreLease> OpenAsync(CancellationToken ct) => Task.FromResult<TokenStoreLease>(new Lease(this));

    private void Write(byte[] next)
    {
        var dies = DiesAtWrite == writes++;
        if (dies && !AfterWriting)
        {
            throw new KilledException();
        }

        content = next;
        if (dies)
        {
            throw new KilledException();
        }
    }

    internal sealed class KilledException : Exception;

    private sealed class Lease(DyingStore store) : TokenStoreLease
    {
        public override byte[]? Read() => store.content;

        public override void Write(byte[] content) => store.Write(content);

        public override void SetAside(string reason) => store.content = null;

        public override void Dispose()
        {
        }
    }
}
