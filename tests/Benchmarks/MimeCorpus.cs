using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OutlookMail.Mime;

namespace OutlookMail.Benchmarks;

/// <summary>All messages of a folder in memory, or ones made up when no folder is named.</summary>
internal sealed class MimeCorpus
{
    private const int MadeUp = 2000;

    public List<byte[]> Messages { get; } = [];

    public long Bytes { get; private set; }

    public static MimeCorpus Load(Settings settings)
    {
        var corpus = new MimeCorpus();
        if (settings.Corpus.Length == 0)
        {
            corpus.MakeUp(new Random(1));
            return corpus;
        }

        string cur = Path.Combine(settings.Corpus, "cur");
        string[] files = Directory.GetFiles(Directory.Exists(cur) ? cur : settings.Corpus);
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            corpus.Add(File.ReadAllBytes(file));
        }

        return corpus;
    }

    private void MakeUp(Random random)
    {
        string[] words = ["the", "budget", "für", "März", "quarter", "会議", "report", "and", "contract", "Обзор", "of"];
        for (int i = 0; i < MadeUp; i++)
        {
            string Text(int count) => string.Join(' ', Enumerable.Range(0, count).Select(n => words[random.Next(words.Length)] + (n % 12 == 11 ? "\r\n" : "")));
            var draft = new MimeComposer
            {
                From = MimeAddress.Parse("Ada Lovelace <ada@contoso.test>"),
                To = { MimeAddress.Parse("bob@contoso.test") },
                Subject = Text(6).ReplaceLineEndings(" "),
                Text = Text(random.Next(50, 800)),
                Html = i % 3 == 0 ? "<p>" + Text(random.Next(200, 1500)) + "</p>" : null,
                Seed = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
            if (i % 8 == 0)
            {
                byte[] file = new byte[random.Next(10_000, 300_000)];
                random.NextBytes(file);
                draft.Attachments.Add(MimeAttachmentSource.FromBytes(file, "file.pdf"));
            }

            Add(draft.Compose().ToArray());
        }
    }

    private void Add(byte[] message)
    {
        Messages.Add(message);
        Bytes += message.Length;
    }
}
