using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

/// <summary>What is written reads back equal, for anything that may be written.</summary>
public sealed class RoundTripTests
{
    private static MimeMessage Write(Action<MimeComposer> change)
    {
        MimeComposer draft = new() { From = MimeAddress.Parse("ada@contoso.test"), To = { MimeAddress.Parse("bob@contoso.test") }, Text = "x" };
        change(draft);
        MimeComposed composed = draft.Compose();
        byte[] bytes = composed.ToArray();
        if (bytes.Length != composed.Length)
        {
            throw new InvalidOperationException("The length was not the one promised.");
        }

        string ascii = Encoding.Latin1.GetString(bytes);
        if (ascii.Split("\r\n").Any(l => l.Length > 998) || ascii.Replace("\r\n", "").AsSpan().IndexOfAny('\r', '\n', '\0') >= 0 || (!composed.Is8Bit && bytes.Any(b => b > 127)))
        {
            throw new InvalidOperationException("A line is too long, or octets stand where a relay would change them.");
        }

        MimeMessage message = MimeMessage.Parse(bytes);
        return message.Defects.Count == 0 ? message : throw new InvalidOperationException(message.Defects[0].ToString());
    }

    /// <summary>What FsCheck thought of, less what must be refused.</summary>
    private static string Writable(string? text) => new(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")).Where(c => (c >= ' ' || c == '\t') && c != 127).ToArray());

    [Fact]
    public void A_subject_reads_back_as_it_was_written() => Prop.ForAll<string>(s =>
    {
        string subject = Writable(s);
        return Write(d => d.Subject = subject).Subject == subject;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_subject_reads_back_as_it_was_written() => Prop.ForAll<string[]>(s =>
    {
        string subject = Writable(string.Join("ä  =?x?= ", s ?? Array.Empty<string>()));
        return Write(d => d.Subject = subject).Subject == subject;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_reads_back_with_its_lines() => Prop.ForAll<string[]>(s =>
    {
        string text = string.Join("\r\n", (s ?? Array.Empty<string>()).Select(l => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(l ?? "")).Replace("\r", "").Replace("\n", "").TrimStart('\uFEFF')));
        MimeMessage message = Write(d =>
        {
            d.Text = text;
            d.Html = "<p>" + text + "</p>";
        });
        return message.TextBody == text && message.HtmlBody == "<p>" + text + "</p>";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_file_and_its_name_read_back() => Prop.ForAll<string, byte[]>((n, bytes) =>
    {
        string name = Writable(n).Trim();
        name = name.Length == 0 ? "x" : name + ".bin";
        MimeEntity file = Write(d => d.Attachments.Add(MimeAttachmentSource.FromBytes(bytes ?? Array.Empty<byte>(), name))).Attachments.Single();
        return file.FileName == name && file.GetContent().SequenceEqual(bytes ?? Array.Empty<byte>());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_display_name_reads_back() => Prop.ForAll<string>(n =>
    {
        string name = Writable(n).Replace('\t', ' ').Trim();
        MimeAddress read = Write(d => d.To[0] = new MimeAddress("bob@contoso.test", name)).To.Single();
        return (read.Name ?? "") == name && read.Address == "bob@contoso.test";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_octets_are_a_message_and_stay_what_they_are() => Prop.ForAll<byte[]>(bytes =>
    {
        MessageFuzzer.ReadAll(bytes ?? Array.Empty<byte>());
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_as_an_address_is_refused_with_a_position_or_reads_back() => Prop.ForAll<string>(s =>
    {
        if (!MimeAddress.TryParse(s ?? "", out MimeAddress? address, out MimeFormatException? error))
        {
            return error!.Position >= 0 && error.Position <= (s ?? "").Length;
        }

        return MimeAddress.Parse(address!.ToString()).Address == address.Address;
    }).QuickCheckThrowOnFailure();
}
