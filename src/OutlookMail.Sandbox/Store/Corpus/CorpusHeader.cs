using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace OutlookMail.Sandbox.Store.Corpus;

/// <summary>Header fields of generated mail, as Exchange and what stands before it write them.</summary>
internal sealed class CorpusHeader(CorpusText text)
{
    // RFC 2047 §2
    private const int EncodedWordLength = 75;
    private const int FoldAt = 76;

    private static readonly int[] Zones = [0, 1, 2, -5, -8, 9];

    public string Of(DateTimeOffset date, string messageId, string? replyTo, string subject, Encoding encoding, string charset, bool hasAttachment)
    {
        (string Name, string Address) from = text.Person();
        string domain = from.Address[(from.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        DateTimeOffset local = date.ToOffset(TimeSpan.FromHours(text.Pick<int>(Zones)));
        string when = local.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + local.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        var header = new StringBuilder();
        for (int hop = text.Random.Next(2, 6); hop > 0; hop--)
        {
            header.Append(CultureInfo.InvariantCulture,
                $"Received: from mx{hop}.{domain} ([10.{text.Number(256)}.{text.Number(256)}.{text.Number(256)}]) by\r\n srv{text.Number(99)}.prod.outlook.test with Microsoft SMTP Server\r\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n 15.20.{text.Number(9000)}.{text.Number(30)}; {when}\r\n");
        }

        header.Append(CultureInfo.InvariantCulture, $"Authentication-Results: spf=pass (sender IP is 10.1.2.{text.Number(255)})\r\n smtp.mailfrom={domain}; dkim=pass (signature was verified)\r\n header.d={domain};dmarc=pass action=none header.from={domain}\r\n");
        header.Append(CultureInfo.InvariantCulture, $"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain};\r\n s=selector1; h=From:Date:Subject:Message-ID:Content-Type:MIME-Version;\r\n bh={Convert.ToBase64String(text.Bytes(32))};\r\n b={Convert.ToBase64String(text.Bytes(45))}\r\n  {Convert.ToBase64String(text.Bytes(45))}\r\n");
        header.Append("From: ").Append(Mailbox(from, encoding, charset)).Append("\r\n");
        header.Append(Addresses("To", text.Pick(1, 1, 1, 1, 1, 1, 1, 2, 4, 12), encoding, charset));
        int copies = text.Pick(0, 0, 0, 0, 0, 0, 1, 1, 3, 8);
        header.Append(copies == 0 ? "" : Addresses("CC", copies, encoding, charset));
        string topic = EncodedWords(subject, encoding, charset);
        header.Append("Subject: ").Append(replyTo is null ? "" : text.Pick("Re: ", "FW: ", "RE: RE: ")).Append(topic).Append("\r\n");
        header.Append(CultureInfo.InvariantCulture, $"Thread-Topic: {topic}\r\nThread-Index: {Convert.ToBase64String(text.Bytes(22))}\r\nDate: {when}\r\nMessage-ID: {messageId}\r\n");
        header.Append(replyTo is null ? "" : $"References: {replyTo}\r\nIn-Reply-To: {replyTo}\r\n");
        header.Append(CultureInfo.InvariantCulture, $"Accept-Language: en-GB, en-US\r\nContent-Language: en-US\r\nX-MS-Has-Attach: {(hasAttachment ? "yes" : "")}\r\nX-MS-Exchange-Organization-SCL: {text.Pick("-1", "0", "1")}\r\nX-MS-Exchange-CrossTenant-id: {text.Hex(16)}\r\n");
        header.Append("X-Microsoft-Antispam-Message-Info:");
        for (int line = text.Random.Next(2, 13); line > 0; line--)
        {
            header.Append("\r\n ").Append(Convert.ToBase64String(text.Bytes(54)));
        }

        return header.Append("\r\nMIME-Version: 1.0\r\n").ToString();
    }

    /// <summary>The text itself when it is ASCII, else encoded words, folded.</summary>
    public string EncodedWords(string value, Encoding encoding, string charset)
    {
        if (Ascii.IsValid(value))
        {
            return value;
        }

        bool isBase64 = charset == "iso-2022-jp" || text.Chance(0.5);
        var words = new List<string>();
        var current = new StringBuilder();
        TextElementEnumerator characters = StringInfo.GetTextElementEnumerator(value);
        while (characters.MoveNext())
        {
            string next = characters.GetTextElement();
            if (current.Length > 0 && One(current + next, encoding, charset, isBase64).Length > EncodedWordLength)
            {
                words.Add(One(current.ToString(), encoding, charset, isBase64));
                current.Clear();
            }

            current.Append(next);
        }

        words.Add(One(current.ToString(), encoding, charset, isBase64));
        return string.Join("\r\n ", words);
    }

    private static string One(string value, Encoding encoding, string charset, bool isBase64)
    {
        byte[] bytes = encoding.GetBytes(value);
        if (isBase64)
        {
            return $"=?{charset}?B?{Convert.ToBase64String(bytes)}?=";
        }

        var quoted = new StringBuilder();
        foreach (byte octet in bytes)
        {
            quoted.Append(char.IsAsciiLetterOrDigit((char)octet) ? ((char)octet).ToString() : octet == ' ' ? "_" : string.Create(CultureInfo.InvariantCulture, $"={octet:X2}"));
        }

        return $"=?{charset}?Q?{quoted}?=";
    }

    private string Mailbox((string Name, string Address) person, Encoding encoding, string charset)
    {
        // A name that the mail's charset lacks goes out in UTF-8, as clients do.
        bool fits = encoding.GetString(encoding.GetBytes(person.Name)) == person.Name;
        string name = Ascii.IsValid(person.Name) ? (text.Chance(0.5) ? $"\"{person.Name}\"" : person.Name)
            : fits ? EncodedWords(person.Name, encoding, charset)
            : EncodedWords(person.Name, Encoding.UTF8, "utf-8");
        return $"{name} <{person.Address}>";
    }

    private string Addresses(string name, int count, Encoding encoding, string charset)
    {
        var field = new StringBuilder(name + ":");
        int column = field.Length;
        for (int i = 0; i < count; i++)
        {
            string address = Mailbox(text.Person(), encoding, charset) + (i < count - 1 ? "," : "");
            bool folds = i > 0 && column + address.Length > FoldAt;
            field.Append(folds ? "\r\n\t" : " ").Append(address);
            column = folds ? address.Length : column + address.Length;
        }

        return field.Append("\r\n").ToString();
    }
}
