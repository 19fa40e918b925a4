using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using System.Threading;

namespace OutlookMail.SecretSearch;

/// <summary>
/// Knows every token, code and client secret that any sandbox of this process hands out, and searches for them in every
/// exception that is thrown here, every line that a sandbox logs, the command lines of all processes, and whatever else it is
/// given. Of a text only the runs of letters that could hold a secret are remembered. The test programs compile it, and the
/// Pester suite at its start, so that it knows no type of the module.
/// </summary>
public sealed class SecretSearch : IDisposable
{
    // Long enough that no two secrets and no other text share it; the first octets of a token are often alike.
    private const int Piece = 24;
    private const int Skipped = 40;

    private const string Sandbox = "OutlookMail.Sandbox";

    private static readonly TimeSpan ProcessPause = TimeSpan.FromMilliseconds(200);

    private static readonly Regex Runs = new("[A-Za-z0-9_.~+/=-]{24,}", RegexOptions.Compiled);

    private readonly ConcurrentDictionary<string, byte> pieces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(Type Type, string Message), byte> exceptions = new();
    private readonly ConcurrentDictionary<Assembly, byte> sandboxes = new();
    private readonly Timer? processes;

    [ThreadStatic]
    private static bool noting;

    /// <summary>Begins to listen.</summary>
    public SecretSearch()
    {
        AppDomain.CurrentDomain.FirstChanceException += OnException;
        AppDomain.CurrentDomain.AssemblyLoad += OnAssembly;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Attach(assembly);
        }

        processes = OperatingSystem.IsLinux() ? new Timer(_ => NoteProcesses(), null, ProcessPause, ProcessPause) : null;
    }

    /// <summary>How many secrets are known: a search that knows none finds none.</summary>
    public int Known => pieces.Count;

    /// <summary>Where secrets were seen; never the secrets themselves.</summary>
    public IReadOnlyList<string> Found()
    {
        var known = new HashSet<string>(pieces.Keys, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        return runs.Where(run => Holds(run.Key, known)).Select(run => run.Value).Distinct().OrderBy(place => place, StringComparer.Ordinal).ToArray();
    }

    public void Dispose()
    {
        processes?.Dispose();
        AppDomain.CurrentDomain.FirstChanceException -= OnException;
        AppDomain.CurrentDomain.AssemblyLoad -= OnAssembly;
        foreach (var sandbox in sandboxes.Keys)
        {
            Hear(sandbox, "remove");
        }
    }

    public void NoteSecret(string secret)
    {
        if (PieceOf(secret) is { } piece)
        {
            pieces.TryAdd(piece, 0);
        }
    }

    /// <param name="place">Where the text stood, for people.</param>
    /// <param name="text">Anything.</param>
    public void NoteText(string place, string? text)
    {
        foreach (Match run in Runs.Matches(text ?? ""))
        {
            runs.TryAdd(run.Value, place);
        }
    }

    /// <summary>Every file of a folder and below: traces, logs, transcripts.</summary>
    public void NoteFolder(string place, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            NoteText(place + " " + Path.GetFileName(file), File.ReadAllText(file));
        }
    }

    /// <summary>What a secret is known by: a JWT by the start of its signature (RFC 7515 §3.1; header and claims are alike in
    /// many), another one by a piece from its inside. Null for one that is too short to be told from other text.</summary>
    public static string? PieceOf(string secret)
    {
        var signature = secret.LastIndexOf('.') + 1;
        var start = signature > 0 && secret.Length - signature >= Piece ? signature : secret.Length >= Skipped + Piece ? Skipped : 0;
        return secret.Length - start >= Piece ? secret.Substring(start, Piece) : null;
    }

    private static bool Holds(string run, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known)
    {
        for (var at = 0; at + Piece <= run.Length; at++)
        {
            if (known.Contains(run.AsSpan(at, Piece)))
            {
                return true;
            }
        }

        return false;
    }

    private void OnAssembly(object? sender, AssemblyLoadEventArgs e) => Attach(e.LoadedAssembly);

    private void Attach(Assembly assembly)
    {
        if (assembly.GetName().Name == Sandbox && sandboxes.TryAdd(assembly, 0))
        {
            Hear(assembly, "add");
        }
    }

    private void Hear(Assembly sandbox, string how)
    {
        var type = sandbox.GetType("OutlookMail.Sandbox.Entra.IssuedSecrets", throwOnError: true)!;
        type.GetMethod(how + "_Issued")!.Invoke(null, new object[] { (Action<string>)NoteSecret });
        type.GetMethod(how + "_Logged")!.Invoke(null, new object[] { (Action<string>)NoteLine });
    }

    private void NoteLine(string line) => NoteText("a sandbox's log", line);

    // With its inner exceptions, its stack and what it says of itself: once for each text, since a stack is dear to write down.
    private void OnException(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (noting)
        {
            return;
        }

        noting = true;
        try
        {
            var type = e.Exception.GetType();
            if (exceptions.TryAdd((type, e.Exception.Message), 0))
            {
                NoteText("an exception: " + type, e.Exception.ToString());
                NoteText("an exception's fix: " + type, type.GetProperty("Fix")?.GetValue(e.Exception) as string);
            }
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // Some exceptions cannot be written down while they are thrown.
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
                    NoteText("the command line of " + line.Split(' ')[0], line);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process is gone.
            }
        }
    }
}
