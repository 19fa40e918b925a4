using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>Exchange's Thread-Index (MS-OXOMSG §2.2.1.3): the conversation, when it began, and the delay before each reply.</summary>
public sealed class ThreadIndex
{
    private const int HeaderLength = 22;
    private const int BlockLength = 5;
    private const int FineShift = 18;
    private const int CoarseShift = 23;
    private const int PieceLength = 60;

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

    /// <summary>The value of a conversation's first message.</summary>
    public static string Begin(DateTimeOffset now, Guid conversation)
    {
        byte[] octets = new byte[HeaderLength];
        long time = now.ToFileTime();
        for (int i = 0; i < 6; i++)
        {
            octets[i] = (byte)(time >> (56 - (8 * i)));
        }

        byte[] guid = conversation.ToByteArray();
        Array.Reverse(guid, 0, 4);
        Array.Reverse(guid, 4, 2);
        Array.Reverse(guid, 6, 2);
        guid.CopyTo(octets, 6);
        return Text(octets);
    }

    /// <summary>The value of an answer to this message: its own, and the delay since the conversation began.</summary>
    public string Answer(DateTimeOffset now)
    {
        byte[] octets = new byte[(Path.Length / 2) + BlockLength];
        for (int i = 0; i < Path.Length; i += 2)
        {
            octets[i / 2] = Convert.ToByte(Path.Substring(i, 2), 16);
        }

        long ticks = Math.Max(0, (now - Started).Ticks);
        bool isCoarse = ticks >> FineShift > int.MaxValue;
        uint bits = (uint)Math.Min(ticks >> (isCoarse ? CoarseShift : FineShift), int.MaxValue) | (isCoarse ? 0x80000000 : 0);
        int at = octets.Length - BlockLength;
        for (int i = 0; i < 4; i++)
        {
            octets[at + i] = (byte)(bits >> (24 - (8 * i)));
        }

        // The fifth octet holds a random number and a sequence, for answers of the same moment.
        octets[at + 4] = (byte)(Guid.NewGuid().ToByteArray()[0] & 0xF0);
        return Text(octets);
    }

    // In pieces, since a header line may fold only at blanks; readers take them out.
    private static string Text(byte[] octets)
    {
        string text = Convert.ToBase64String(octets);
        List<string> pieces = new();
        for (int i = 0; i < text.Length; i += PieceLength)
        {
            pieces.Add(text.Substring(i, Math.Min(PieceLength, text.Length - i)));
        }

        return string.Join(" ", pieces);
    }

    private static TimeSpan Delay(byte[] octets, int at)
    {
        uint bits = ((uint)octets[at] << 24) | ((uint)octets[at + 1] << 16) | ((uint)octets[at + 2] << 8) | octets[at + 3];

        // The top bit chooses the unit: 2^18 or 2^23 ticks of 100 ns.
        bool isCoarse = (bits & 0x80000000) != 0;
        return TimeSpan.FromTicks((long)(bits & 0x7FFFFFFF) << (isCoarse ? CoarseShift : FineShift));
    }
}
