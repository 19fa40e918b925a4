using System;

namespace OutlookMail.Identity;

internal sealed class PlainProtector : StoreProtector
{
    protected override byte Letter => (byte)'P';

    protected override byte[] ProtectBody(byte[] content, byte[] associated) => content;

    protected override byte[]? UnprotectBody(ReadOnlySpan<byte> body, byte[] associated, string path) => body.ToArray();
}
