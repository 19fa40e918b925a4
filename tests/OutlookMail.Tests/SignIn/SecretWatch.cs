using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Tests.SignIn;
using Xunit;

[assembly: AssemblyFixture(typeof(SecretWatch))]

namespace OutlookMail.Tests.SignIn;

/// <summary>
/// Searches the whole run for secrets: every token, code and client secret that any sandbox handed out, in every exception
/// that was thrown, every line that a sandbox logged, everything written to the console, and the command lines of the
/// processes that the tests started. One found fails the run.
/// </summary>
public sealed partial class SecretWatch : IDisposable
{
    // Long enough that no two secrets and no other text share it; the first octets of a token are often alike.
    private const int Piece = 24;
    private const int Skipped = 40;

    private static readonly TimeSpan ProcessPause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, byte> pieces = new();
    private readonly ConcurrentDictionary<string, byte> texts = new();
    private readonly Timer? processes;
    private readonly TextWriter output = Console.Out;

    [ThreadStatic]
    private static bool noting;

    public SecretWatch()
    {
        IssuedSecrets.Issued += NoteSecret;
        IssuedSecrets.Logged += NoteText;
        AppDomain.CurrentDomain.FirstChanceException += NoteException;
        Console.SetOut(new Tee(output, NoteText));
        processes = OperatingSystem.IsLinux() ? new Timer(_ => NoteProcesses(), null, ProcessPause, ProcessPause) : null;
    }

    public void Dispose()
    {
        processes?.Dispose();
        AppDomain.CurrentDomain.FirstChanceException -= NoteException;
        IssuedSecrets.Issued -= NoteSecret;
        IssuedSecrets.Logged -= NoteText;
        Console.SetOut(output);
        var found = texts.Keys.Where(text => Holds(text, pieces.ContainsKey)).Take(5).ToArray();
        Assert.True(found.Length == 0, "Secrets were seen in:\n" + string.Join("\n", found));
    }

    /// <summary>Whether a text holds a piece of a secret.</summary>
    internal static bool Holds(string text, Func<string, bool> isPiece)
    {
        foreach (Match run in Runs().Matches(text))
        {
            for (var at = 0; at + Piece <= run.Length; at++)
            {
                if (isPiece(run.Value.Substring(at, Piece)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What a secret is known by: a JWT by the start of its signature (RFC 7515 §3.1; header and claims are alike in
    /// many), another one by a piece from its inside, or by the whole of a short one.</summary>
    internal static string? PieceOf(string secret)
    {
        var signature = secret.LastIndexOf('.') + 1;
        var start = signature > 0 && secret.Length - signature >= Piece ? signature : secret.Length >= Skipped + Piece ? Skipped : 0;
        return secret.Length - start >= Piece ? secret.Substring(start, Piece) : null;
    }

    [GeneratedRegex("[A-Za-z0-9_.~+/=-]{24,}")]
    private static partial Regex Runs();

    private void NoteSecret(string secret)
    {
        if (PieceOf(secret) is { } piece)
        {
            pieces.TryAdd(piece, 0);
        }
    }

    private void NoteText(string text) => texts.TryAdd(text, 0);

    private void NoteException(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (noting)
        {
            return;
        }

        noting = true;
        try
        {
            NoteText($"{e.Exception.GetType()}: {e.Exception.Message} {(e.Exception as OutlookMailException)?.Fix}");
        }
        finally
        {
            noting = false;
        }
    }

    // curl takes its token on the command line in one test of curl itself; that is curl's own way and not this module's.
    private void NoteProcesses()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(name => char.IsAsciiDigit(Path.GetFileName(name)[0])))
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                if (!line.StartsWith("curl ", StringComparison.Ordinal))
                {
                    NoteText(line);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process is gone.
            }
        }
    }

    private sealed class Tee(TextWriter inner, Action<string> note) : TextWriter
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => inner.Write(value);

        public override void Write(string? value)
        {
            inner.Write(value);
            note(value ?? "");
        }

        public override void WriteLine(string? value)
        {
            inner.WriteLine(value);
            note(value ?? "");
        }
    }
}
