using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

internal sealed class MemoryTokenStore : TokenStore
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private byte[]? content;

    public override async Task<TokenStoreLease> OpenAsync(CancellationToken ct)
    {
        await gate.WaitAsync(ct).ConfigureAwait(false);
        return new Lease(this);
    }

    private sealed class Lease : TokenStoreLease
    {
        private MemoryTokenStore? owner;

        public Lease(MemoryTokenStore owner) => this.owner = owner;

        public override byte[]? Read() => owner!.content;

        public override void Write(byte[] content) => owner!.content = content;

        public override void SetAside(string reason)
        {
            owner!.content = null;
            owner.OnDamaged(reason, null);
        }

        public override void Dispose() => Interlocked.Exchange(ref owner, null)?.gate.Release();
    }
}
