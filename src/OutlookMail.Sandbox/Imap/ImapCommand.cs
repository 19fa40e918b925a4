using System;
using System.Buffers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Sandbox.Imap;

/// <summary>One whole command with its literals, as RFC 9051 §2.2.1 has it.</summary>
internal sealed class ImapCommand
{
    // A UID FETCH of scattered messages makes a long line; Exchange itself stops at about 10,000 octets.
    private const int MaximumLine = 256 * 1024;

    // Before anybody has signed in nothing longer than a token has a reason to come.
    private const int MaximumLiteralBeforeLogin = 64 * 1024;

    private readonly ReadOnlyMemory<byte> unit;
    private readonly int argumentsAt;

    private ImapCommand(string tag, string name, ReadOnlyMemory<byte> unit, int argumentsAt)
    {
        Tag = tag;
        Name = name;
        this.unit = unit;
        this.argumentsAt = argumentsAt;
    }

    public string Tag { get; }

    /// <summary>In upper case; with its UID prefix, for example <c>UID FETCH</c>.</summary>
    public string Name { get; }

    public bool IsUid => Name.StartsWith("UID ", StringComparison.Ordinal);

    /// <summary>A reader that stands behind the name, before the space.</summary>
    public ImapDecoder Arguments() => new(unit.Span[argumentsAt..]);

    public ReadOnlyMemory<byte> Unit => unit[argumentsAt..];

    /// <summary>Reads the next command.</summary>
    /// <returns>Null for a line that is no command.</returns>
    /// <exception cref="ServerProtocolException">A line or literal is longer than the limit.</exception>
    public static async Task<ImapCommand?> ReadAsync(WireConnection connection, long maximumLiteral, bool isSignedIn, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        while (true)
        {
            ReadOnlyMemory<byte> line = await connection.Input.ReadLineAsync(MaximumLine, ct).ConfigureAwait(false);
            buffer.Write(line.Span);
            if (!LiteralMarker.TryParse(line.Span, out LiteralMarker literal))
            {
                return Parse(buffer.WrittenMemory);
            }

            if (literal.Length > (isSignedIn ? maximumLiteral : MaximumLiteralBeforeLogin))
            {
                throw new ServerProtocolException("in literal: longer than the limit", line.Span);
            }

            buffer.Write("\r\n"u8);
            if (literal.IsSynchronizing)
            {
                connection.Output.WriteLine("+ Ready for additional command text.");
                await connection.Output.FlushAsync(ct).ConfigureAwait(false);
            }

            for (long left = literal.Length; left > 0;)
            {
                if (connection.Input.Length == 0)
                {
                    await connection.Input.FillAsync(ct).ConfigureAwait(false);
                }

                int take = (int)Math.Min(left, connection.Input.Length);
                buffer.Write(connection.Input.Buffered[..take]);
                connection.Input.Advance(take);
                left -= take;
            }
        }
    }

    private static ImapCommand? Parse(ReadOnlyMemory<byte> unit)
    {
        var reader = new ImapDecoder(unit.Span);
        if (!reader.TryAtom(out ReadOnlySpan<byte> tag) || !reader.TrySpace() || !reader.TryAtom(out ReadOnlySpan<byte> verb))
        {
            return null;
        }

        string name = Encoding.ASCII.GetString(verb).ToUpperInvariant();
        int at = reader.Position;
        if (name == "UID" && reader.TrySpace() && reader.TryAtom(out ReadOnlySpan<byte> second))
        {
            name += " " + Encoding.ASCII.GetString(second).ToUpperInvariant();
            at = reader.Position;
        }

        return new ImapCommand(Encoding.ASCII.GetString(tag), name, unit, at);
    }
}
