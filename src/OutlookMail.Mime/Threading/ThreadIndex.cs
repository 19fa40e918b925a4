using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>Exchange's Thread-Index (MS-OXOMSG §2.2.1.3): the conversation, when it began, and the delay before each reply.</summary>
public sealed class ThreadIndex
{
    private const int HeaderLength = 22;
    private const int BlockLength = 5;

    // More replies than this in one line of replies is no conversation.
    private const int MaxReplies = 10000;

    private ThreadIndex(Guid conversation, DateTimeOffset started, IReadOnlyList<TimeSpan> delays, string path)
    {
        Conversation = conversation;
        Started = started;
        ReplyDelays = delays;
        Path = path;
    }

    /// <summary>The same in every message of the conversation.</summary>
    public Guid Conversation { get; }

    public DateTimeOffset Started { get; }

    /// <summary>One for each reply on the way to this message, counted from the start of the conversation; to about 0.1 s.</summary>
    public IReadOnlyList<TimeSpan> ReplyDelays { get; }

    public int Depth => ReplyDelays.Count;

    /// <summary>Hexadecimal; the parent's path is this one without its last ten characters.</summary>
    public string Path { get; }

    public string? ParentPath => Depth == 0 ? null : Path.Substring(0, Path.Length - (2 * BlockLength));

    /// <summary>Null when it is no such value.</summary>
    public static ThreadIndex? Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || value!.Length > MaxReplies * 8)
        {
            return null;
        }

        byte[] octets;
        try
        {
            octets = Convert.FromBase64String(value.Replace(" ", "").Replace("\t", ""));
        }
        catch (FormatException)
        {
            return null;
        }

        if (octets.Length < HeaderLength || (octets.Length - HeaderLength) % BlockLength != 0)
        {
            return null;
        }

        // The first six octets are the upper ones of a FILETIME; of its top octet only 01 occurs in this era.
        long time = 0;
        for (int i = 0; i < 6; i++)
        {
            time = (time << 8) | octets[i];
        }

        time <<= 16;
        DateTimeOffset started = time > 0 && time < DateTimeOffset.MaxValue.ToFileTime() ? DateTimeOffset.FromFileTime(time).ToUniversalTime() : default;
        byte[] guid = new byte[16];
        Array.Copy(octets, 6, guid, 0, 16);
        Array.Reverse(guid, 0, 4);
        Array.Reverse(guid, 4, 2);
        Array.Reverse(guid, 6, 2);
        List<TimeSpan> delays = new();
        for (int at = HeaderLength; at < octets.Length; at += BlockLength)
        {
            delays.Add(Delay(octets, at));
        }

        return new ThreadIndex(new Guid(guid), started, delays, BitConverter.ToString(octets).Replace("-", ""));
    }

    private static TimeSpan Delay(byte[] octets, int at)
    {
        uint bits = ((uint)octets[at] << 24) | ((uint)octets[at + 1] << 16) | ((uint)octets[at + 2] << 8) | octets[at + 3];

        // The top bit chooses the unit: 2^18 or 2^23 ticks of 100 ns.
        bool isCoarse = (bits & 0x80000000) != 0;
        return TimeSpan.FromTicks((long)(bits & 0x7FFFFFFF) << (isCoarse ? 23 : 18));
    }
}
