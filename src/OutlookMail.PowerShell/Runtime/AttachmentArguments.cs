using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>From what a user may call an attachment to a file of the mail: a path, a file, octets, a stream, or a table that names its parts.</summary>
internal static class AttachmentArguments
{
    private const string NameWithout = "attachment.bin";

    /// <summary>Whether a piped object is a file to attach, and not a mail to send.</summary>
    internal static bool IsFile(object input) => input is string or FileSystemInfo or byte[] or Stream or OutlookSavedMail;

    /// <summary>Whether a piped object can be nothing that a mail is made of: the octets of a file one by one, a number, a date.</summary>
    internal static bool IsNothing(object input) => input is not string && (input.GetType().IsPrimitive || input is decimal or DateTime or DateTimeOffset or TimeSpan or Enum);

    internal static void Add(PSCmdlet cmdlet, MailDraft draft, object[] arguments)
    {
        var paths = new List<string>();
        var files = new List<DraftAttachment>();
        if (arguments.Length > 0 && arguments.All(one => Bare(one) is byte))
        {
            // -Attachment $bytes: the engine has made a list of them.
            files.Add(DraftAttachment.FromBytes(arguments.Select(one => (byte)Bare(one)).ToArray(), NameWithout));
        }
        else
        {
            foreach (object argument in arguments)
            {
                AddOne(cmdlet, Bare(argument), paths, files);
            }
        }

        draft.AttachmentPaths = paths;
        draft.Attachments = files;
    }

    private static void AddOne(PSCmdlet cmdlet, object argument, List<string> paths, List<DraftAttachment> files)
    {
        switch (argument)
        {
            case string path:
                // A path that came from Get-ChildItem is a name, not a pattern; its provider prefix tells.
                paths.AddRange(Existing(cmdlet, path));
                break;
            case FileInfo file:
                paths.Add(file.FullName);
                break;
            case DirectoryInfo folder:
                throw SubmissionErrors.AttachmentNotReadable(folder.FullName, new IOException("it is a folder (Get-ChildItem -File leaves folders out)."));
            case OutlookSavedMail saved:
                paths.Add(saved.Path);
                break;
            case byte[] octets:
                files.Add(DraftAttachment.FromBytes(octets, NameWithout));
                break;
            case FileStream named:
                files.Add(DraftAttachment.FromStream(named, System.IO.Path.GetFileName(named.Name)));
                break;
            case Stream stream:
                files.Add(DraftAttachment.FromStream(stream, NameWithout));
                break;
            case OutlookAttachment received:
                using (Stream content = received.OpenRead())
                {
                    files.Add(DraftAttachment.FromStream(content, received.Name.Length > 0 ? received.Name : NameWithout));
                }

                break;
            case IDictionary table:
                files.Add(FromTable(cmdlet, table));
                break;
            default:
                throw CmdletErrors.ArgumentInvalid("Attachment", $"a {argument.GetType().Name} is no file", "Give a path, a file, octets, a stream, or @{ Name = 'report.pdf'; Content = $bytes }.");
        }
    }

    private static IEnumerable<string> Existing(PSCmdlet cmdlet, string path)
    {
        try
        {
            return FileSystemPaths.ExistingFiles(cmdlet, path, literal: path.Contains("::"));
        }
        catch (OutlookMailException e) when (e.ErrorId == ErrorIds.PathInvalid)
        {
            throw SubmissionErrors.AttachmentNotReadable(path, e);
        }
    }

    private static DraftAttachment FromTable(PSCmdlet cmdlet, IDictionary table)
    {
        object? content = null;
        string? name = null;
        string? type = null;
        string? id = null;
        foreach (DictionaryEntry entry in table)
        {
            object? value = entry.Value is null ? null : Bare(entry.Value);
            switch (entry.Key.ToString()!.ToUpperInvariant())
            {
                case "CONTENT":
                    content = Text(value) is { } text ? Encoding.UTF8.GetBytes(text) : value;
                    break;
                case "PATH":
                    content = value;
                    break;
                case "NAME":
                    name = value?.ToString();
                    break;
                case "CONTENTTYPE":
                    type = value?.ToString();
                    break;
                case "CONTENTID":
                    id = value?.ToString();
                    break;
                default:
                    throw CmdletErrors.ArgumentInvalid("Attachment", $"'{entry.Key}' is no part of an attachment", "The parts are Name, Content (octets, a stream or text) or Path, ContentType and ContentId.");
            }
        }

        DraftAttachment file = content switch
        {
            byte[] octets => DraftAttachment.FromBytes(octets, name ?? NameWithout),
            object[] many when many.All(one => Bare(one) is byte) => DraftAttachment.FromBytes(many.Select(one => (byte)Bare(one)).ToArray(), name ?? NameWithout),
            Stream stream => DraftAttachment.FromStream(stream, name ?? NameWithout),
            FileInfo info => DraftAttachment.FromPath(info.FullName, name),
            string path => DraftAttachment.FromPath(FileSystemPaths.Target(cmdlet, path, literal: true), name),
            _ => throw CmdletErrors.ArgumentInvalid("Attachment", "it has neither Content nor Path", "Content is octets, a stream or text; Path is a file."),
        };
        file.ContentType = type;
        file.ContentId = id;
        return file;
    }

    // Lines come from ConvertTo-Csv, Get-Content and the like.
    private static string? Text(object? value) => value switch
    {
        string one => one,
        object[] lines when lines.Length > 0 && lines.All(line => Bare(line) is string) => string.Concat(lines.Select(line => Bare(line) + "\r\n")),
        _ => null,
    };

    private static object Bare(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
