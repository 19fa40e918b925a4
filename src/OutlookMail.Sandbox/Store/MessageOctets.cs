using System;

namespace OutlookMail.Sandbox.Store;

/// <summary>A message's octets, in memory or in the store's file. Copies of a message share one of these.</summary>
internal sealed class MessageOctets
{
    private readonly MessagePool pool;
    private readonly ReadOnlyMemory<byte>? inMemory;
    private readonly long offset;

    public MessageOctets(MessagePool pool, ReadOnlyMemory<byte> octets)
    {
        this.pool = pool;
        Length = octets.Length;
        if (pool.TryReserve(Length))
        {
            inMemory = octets;
        }
        else
        {
            offset = pool.Write(octets.Span);

            // Only what lies in memory has to be given back.
            GC.SuppressFinalize(this);
        }
    }

    ~MessageOctets() => pool.Release(Length);

    public int Length { get; }

    /// <summary>From the file they are read anew each time: whoever wants them twice keeps them.</summary>
    public ReadOnlyMemory<byte> Value => inMemory ?? pool.Read(offset, Length);
}
