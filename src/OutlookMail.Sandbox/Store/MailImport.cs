using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace OutlookMail.Sandbox.Store;

/// <summary>Mail from files into a folder of the sandbox.</summary>
public static class MailImport
{
    /// <summary>Adds what a path holds: an .eml file, a folder of them (in the order of their names), or an mbox file.</summary>
    /// <returns>How many messages were added.</returns>
    /// <exception cref="IOException">The path cannot be read.</exception>
    public static int Import(this SandboxFolder folder, string path)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Directory.Exists(path))
        {
            string[] files = [.. Directory.EnumerateFiles(path, "*.eml").Order(StringComparer.Ordinal)];
            foreach (string file in files)
            {
                folder.Append(File.ReadAllBytes(file));
            }

            return files.Length;
        }

        byte[] content = File.ReadAllBytes(path);
        if (!content.AsSpan().StartsWith("From "u8))
        {
            folder.Append(content);
            return 1;
        }

        int count = 0;
        foreach (byte[] message in SplitMbox(content))
        {
            folder.Append(message);
            count++;
        }

        return count;
    }

    // mboxrd (RFC 4155 appendix A has the frame): a line "From " begins a message, ">From " inside one was quoted by one ">".
    private static IEnumerable<byte[]> SplitMbox(byte[] content)
    {
        MemoryStream? message = null;
        bool afterBlank = true;
        for (int at = 0; at < content.Length;)
        {
            int end = Array.IndexOf(content, (byte)'\n', at);
            end = end < 0 ? content.Length : end + 1;
            ReadOnlySpan<byte> line = content.AsSpan(at, end - at);
            if (afterBlank && line.StartsWith("From "u8))
            {
                if (message is not null)
                {
                    yield return Finish(message);
                }

                message = new MemoryStream();
            }
            else
            {
                int quotes = line.IndexOfAnyExcept((byte)'>');
                message?.Write(quotes > 0 && line[quotes..].StartsWith("From "u8) ? line[1..] : line);
            }

            afterBlank = content.AsSpan(at, end - at).IndexOfAnyExcept((byte)'\r', (byte)'\n') < 0;
            at = end;
        }

        if (message is not null)
        {
            yield return Finish(message);
        }
    }

    // The blank line before the next "From " belongs to the frame.
    private static byte[] Finish(MemoryStream message)
    {
        byte[] bytes = message.ToArray();
        return bytes.AsSpan().EndsWith("\r\n\r\n"u8) ? bytes[..^2] : bytes.AsSpan().EndsWith("\n\n"u8) ? bytes[..^1] : bytes;
    }
}
