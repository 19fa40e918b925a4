using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.State;

/// <summary>
/// The folder of <see cref="SandboxOptions.Path"/>: state.json, and mail/{n}/ with an index and one .eml file for each
/// message. Names in it are numbers, whatever mailboxes and folders are called. For its owner's eyes only.
/// </summary>
internal sealed class StateDirectory
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly string root;

    public StateDirectory(string path)
    {
        root = Path.GetFullPath(path);
        MakeDirectory(root);
    }

    private string StateFile => Path.Combine(root, "state.json");

    private string Mail => Path.Combine(root, "mail");

    /// <returns>Null when nothing was kept here yet.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or of another version.</exception>
    public SandboxState? Load()
    {
        if (!File.Exists(StateFile))
        {
            return null;
        }

        try
        {
            SandboxState? state = JsonSerializer.Deserialize<SandboxState>(File.ReadAllBytes(StateFile), Json);
            return state?.Form == SandboxState.Version ? state : throw new InvalidDataException($"{StateFile} is of another version of the sandbox.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{StateFile} is damaged. Move it away to begin anew.", e);
        }
    }

    public void Save(SandboxState state) => Write(StateFile, JsonSerializer.SerializeToUtf8Bytes(state, Json));

    /// <summary>Puts kept mail into the store.</summary>
    public void LoadMail(SandboxMailStore store)
    {
        if (!Directory.Exists(Mail))
        {
            return;
        }

        foreach (string directory in Directory.EnumerateDirectories(Mail))
        {
            string index = Path.Combine(directory, "index.json");
            if (!File.Exists(index) || JsonSerializer.Deserialize<MailboxState>(File.ReadAllBytes(index), Json) is not MailboxState kept)
            {
                continue;
            }

            SandboxMailbox mailbox = store.Add(kept.Address);
            kept.FullAccess.ForEach(mailbox.GrantFullAccess);
            kept.SendAs.ForEach(mailbox.GrantSendAs);
            mailbox.ImapEnabled = !kept.IsImapDisabled;
            mailbox.SmtpClientAuthenticationDisabled = kept.SmtpClientAuthenticationDisabled;
            foreach (FolderState folder in kept.Folders)
            {
                mailbox.Folder(folder.Name).Restore(folder, uid => File.ReadAllBytes(MessageFile(directory, folder.UidValidity, uid)));
            }
        }
    }

    public void SaveMail(SandboxMailStore store)
    {
        MakeDirectory(Mail);
        int number = 0;
        foreach (SandboxMailbox mailbox in store.Mailboxes.OrderBy(m => m.Address, StringComparer.OrdinalIgnoreCase))
        {
            string directory = DirectoryOf(mailbox.Address) ?? Free(ref number);
            MakeDirectory(directory);
            MailboxState state = mailbox.ToState();
            var wanted = new HashSet<string>(StringComparer.Ordinal) { Path.Combine(directory, "index.json") };
            foreach (SandboxFolder folder in mailbox.Folders)
            {
                foreach (SandboxMessage message in folder.Messages)
                {
                    // A message never changes under its UID: what is there is right.
                    string file = MessageFile(directory, folder.UidValidity, message.Uid);
                    if (wanted.Add(file) && !File.Exists(file))
                    {
                        Write(file, message.Bytes.Span);
                    }
                }
            }

            Write(Path.Combine(directory, "index.json"), JsonSerializer.SerializeToUtf8Bytes(state, Json));
            foreach (string stale in Directory.EnumerateFiles(directory).Where(f => !wanted.Contains(f)).ToArray())
            {
                File.Delete(stale);
            }
        }
    }

    private static string MessageFile(string directory, uint uidValidity, uint uid) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{uidValidity}-{uid}.eml"));

    private string? DirectoryOf(string address) => Directory.EnumerateDirectories(Mail).FirstOrDefault(d =>
        File.Exists(Path.Combine(d, "index.json"))
        && JsonSerializer.Deserialize<MailboxState>(File.ReadAllBytes(Path.Combine(d, "index.json")), Json)?.Address.Equals(address, StringComparison.OrdinalIgnoreCase) == true);

    private string Free(ref int number)
    {
        string directory;
        do
        {
            directory = Path.Combine(Mail, number++.ToString(CultureInfo.InvariantCulture));
        }
        while (Directory.Exists(directory));
        return directory;
    }

    private static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // Written beside and moved over, so that a crash leaves the old or the new and nothing between.
    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        string beside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(beside, options))
        {
            stream.Write(content);
        }

        File.Move(beside, path, overwrite: true);
    }
}
