using System;
using System.Text;

namespace OutlookMail.Imap.Grammar;

/// <summary>
/// Gives the same string for the same octets, as long as it was not pushed out since. Hosts, media types, flags and
/// the names of a mailbox's correspondents repeat in every other summary.
/// </summary>
internal sealed class StringPool
{
    /// <summary>Longer texts are subjects and ids, which do not repeat.</summary>
    private const int MaxLength = 48;

    /// <summary>A power of two: the hash is masked. Some hundred correspondents and their hosts.</summary>
    private const int Slots = 2048;

    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private readonly string?[] _slots = new string?[Slots];

    /// <summary>ASCII or valid UTF-8; otherwise one character for each octet, so that nothing is lost.</summary>
    public static string Decode(ReadOnlySpan<byte> octets)
    {
        string text = Encoding.UTF8.GetString(octets);
        return text.IndexOf('\uFFFD') >= 0 ? Latin1.GetString(octets) : text;
    }

    public string Get(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > MaxLength)
        {
            return Decode(octets);
        }

        if (octets.IsEmpty)
        {
            return string.Empty;
        }

        uint hash = 2166136261;
        foreach (byte octet in octets)
        {
            hash = (hash ^ octet) * 16777619;
        }

        ref string? slot = ref _slots[(hash ^ (hash >> 15)) & (Slots - 1)];
        if (slot is { } held && Same(held, octets))
        {
            return held;
        }

        string text = Decode(octets);
        slot = text;
        return text;
    }

    private static bool Same(string held, ReadOnlySpan<byte> octets)
    {
        if (held.Length != octets.Length)
        {
            return false;
        }

        for (int i = 0; i < octets.Length; i++)
        {
            // A non-ASCII octet never equals its decoded form here, so such texts are simply made anew.
            if (held[i] != octets[i] || octets[i] >= 0x80)
            {
                return false;
            }
        }

        return true;
    }
}
