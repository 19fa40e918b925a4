using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace OutlookMail.Sandbox.Store.Corpus;

/// <summary>Words, people and languages of generated mail. Everything is drawn from one seeded source, so the same seed gives the same mail.</summary>
internal sealed class CorpusText(Random random)
{
    private const int LineLength = 72;

    private static readonly string[] Words =
        ("the of to and a in is it you that was for on are with as they be at one have this from by what some we can out other were all there use how each "
        + "which their time will way about many then them write would so these her long make thing see two has look more day could come number people over "
        + "budget invoice quarter project contract meeting agenda deadline attached review approval server migration tenant mailbox license renewal purchase "
        + "order customer supplier forecast revenue compliance audit policy report dashboard incident ticket").Split(' ');

    private static readonly (string Charset, int Weight, string[] Phrases)[] Languages =
    [
        ("utf-8", 40, ["Grüße aus Köln – Übersicht für März", "Señal de prueba: año fiscal", "Ελληνικά κείμενα για δοκιμή", "Przegląd umów i zamówień", "日本語のテストメール会議資料", "Обзор квартального бюджета", "안녕하세요 회의 안건입니다", "😀 launch day 🚀 recap"]),
        ("iso-8859-1", 12, ["Résumé de la réunion à Genève", "Übergabe der Verträge", "Facturação do mês de Março"]),
        ("windows-1252", 14, ["“Quoted” – the client’s order costs €1,250…", "Réunion • ordre du jour – déjà vu"]),
        ("iso-8859-2", 4, ["Zażółć gęślą jaźń - umowa", "Příliš žluťoučký kůň"]),
        ("koi8-r", 5, ["Счёт на оплату и договор", "Повестка совещания на понедельник"]),
        ("iso-2022-jp", 6, ["会議の議題について", "見積書を送付します"]),
        ("shift_jis", 4, ["請求書のご確認", "来週の予定"]),
        ("gb2312", 6, ["关于合同的审批", "会议纪要和预算"]),
        ("big5", 3, ["關於合約的審核", "會議紀錄"]),
        ("euc-kr", 4, ["회의 안건 및 계약서", "견적서 송부"]),
    ];

    private static readonly string[] GivenNames = "Anna Bob Carla David Eva Frank Grace Henry Ines Jon Kira Liam Mona Noah Olga Paul Quinn Rosa Sven Tara Jürgen René Søren Łucja".Split(' ');
    private static readonly string[] Surnames = "Smith Jones Müller Garcia Rossi Dubois Novak Ivanov Tanaka Kim Chen Brown Taylor Olsen Silva Weber Larsen".Split(' ');
    private static readonly string[] Domains = ["contoso.test", "fabrikam.test", "northwind.test", "tailspin.test", "litware.test", "proseware.test"];

    public Random Random => random;

    public string Word() => Words[random.Next(Words.Length)];

    public T Pick<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    /// <summary>The index of one of the weights, each as likely as it is heavy.</summary>
    public int Weighted(params ReadOnlySpan<int> weights)
    {
        int total = 0;
        foreach (int weight in weights)
        {
            total += weight;
        }

        int at = random.Next(total);
        int index = 0;
        while (at >= weights[index])
        {
            at -= weights[index++];
        }

        return index;
    }

    public bool Chance(double share) => random.NextDouble() < share;

    /// <summary>A charset and the phrases that it can write.</summary>
    public (Encoding Encoding, string Charset, string[] Phrases) Language()
    {
        (string charset, _, string[] phrases) = Languages[Weighted(Array.ConvertAll(Languages, l => l.Weight))];
        Encoding encoding = charset == "utf-8" ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        return (encoding, charset, phrases);
    }

    public (string Name, string Address) Person()
    {
        string given = Pick<string>(GivenNames);
        string surname = Pick<string>(Surnames);
        string local = (given + "." + surname).ToLowerInvariant().Replace("ü", "ue", StringComparison.Ordinal).Replace("é", "e", StringComparison.Ordinal)
            .Replace("ø", "o", StringComparison.Ordinal).Replace("ł", "l", StringComparison.Ordinal);
        return ($"{given} {surname}", $"{local}@{Pick<string>(Domains)}");
    }

    public string Subject(string[] phrases)
    {
        string words = string.Join(' ', Repeat(random.Next(2, 9), Word));
        return Chance(0.35) ? Pick<string>(phrases) + " " + words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>Paragraphs of about so many characters, in lines.</summary>
    public string Paragraphs(int length, string[] phrases)
    {
        var text = new StringBuilder(length + 100);
        int column = 0;
        while (text.Length < length)
        {
            string sentence = string.Join(' ', Repeat(random.Next(6, 19), Word)) + ". " + (Chance(0.25) ? Pick<string>(phrases) + ". " : "");
            foreach (string word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (column + word.Length > LineLength)
                {
                    text.Append("\r\n");
                    column = 0;
                }

                text.Append(column == 0 ? "" : " ").Append(word);
                column += word.Length + 1;
            }

            if (Chance(0.18))
            {
                text.Append("\r\n\r\n");
                column = 0;
            }
        }

        return text.Append("\r\n").ToString();
    }

    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    public string Hex(int bytes) => Convert.ToHexString(Bytes(bytes));

    public string Number(int below) => random.Next(below).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Repeat(int count, Func<string> make)
    {
        for (int i = 0; i < count; i++)
        {
            yield return make();
        }
    }
}
