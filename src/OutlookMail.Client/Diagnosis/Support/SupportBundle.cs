using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Everything that helps somebody else to find a fault, with nothing in it that the owner would not post.</summary>
internal sealed class SupportBundle(SupportBundleRequest request, Pseudonyms pseudonyms, Func<string, string?> environment, DateTimeOffset now)
{
    // A trace's end tells of the fault; 10 MB are some 100,000 lines.
    private const long LongestTrace = 10_000_000;

    private const string About = """
        What this is: a support bundle of OutlookMail.PowerShell, made by Export-OutlookSupportBundle.

        environment.json  versions, system, time zone, which variables are set (never their values)
        assemblies.tsv    the DLLs of the process: name, version, "twice" where two of that name are loaded, file
        session.json      the session: kind of sign-in, hosts, scopes, times
        connection.json   the way to login, Graph, IMAP and SMTP, stage by stage, clock and proxy included
        errors.json       the last errors of this module with their fixes
        trace.txt         the protocol trace: what is quoted in it and every message are lengths only

        What was taken out: tokens and secrets; mail, subjects and names (the trace never holds them); and in the place of
        each address, its domain, each id, of the user's and the machine's name stands a word of its own, the same one in all
        files. Names and IP addresses of servers stay, and folder names of a mailbox can be in the trace. Read the files before
        you give them away.

        """;

    // For people: + and ' stay what they are.
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Variables =
    [
        "AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST",
        "IDENTITY_ENDPOINT", "IMDS_ENDPOINT", "MSI_ENDPOINT", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSH_CONNECTION", "DISPLAY",
        "GITHUB_ACTIONS", "TF_BUILD", "AZUREPS_HOST_ENVIRONMENT",
    ];

    public async Task<OutlookSupportBundle> WriteAsync(OutlookSession? session, IReadOnlyList<OutlookConnectionResult> stages, CancellationToken cancellationToken)
    {
        if (session is not null)
        {
            pseudonyms.Learn(session);
        }

        var files = new List<string>();
        var length = await NewFile.WriteAsync(
            request.Path,
            request.Overwrite,
            async (stream, ct) =>
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                await AddAsync("about.txt", About);
                await AddAsync("environment.json", JsonSerializer.Serialize(Facts(), Json));
                await AddAsync("assemblies.tsv", pseudonyms.Apply(string.Join("\n", LoadedAssemblies.Lines()) + "\n"));
                if (session is not null)
                {
                    await AddAsync("session.json", pseudonyms.Apply(JsonSerializer.Serialize(session, Json)));
                }

                if (!request.NoConnectionTest)
                {
                    await AddAsync("connection.json", JsonSerializer.Serialize(stages.Select(Row), Json));
                }

                await AddAsync("errors.json", JsonSerializer.Serialize(request.Errors.Select(Row), Json));
                if (Trace() is { } trace)
                {
                    using var lines = trace;
                    using var entry = Open("trace.txt");
                    while (lines.ReadLine() is { } line)
                    {
                        ct.ThrowIfCancellationRequested();
                        await entry.WriteLineAsync(pseudonyms.Apply(line));
                    }
                }

                async Task AddAsync(string name, string text)
                {
                    using var entry = Open(name);
                    await entry.WriteAsync(text);
                }

                StreamWriter Open(string name)
                {
                    files.Add(name);
                    return new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                }
            },
            cancellationToken);
        return new OutlookSupportBundle(request.Path) { Length = length, Files = files.ToArray() };
    }

    private SortedDictionary<string, string> Facts()
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["made"] = now.ToString("u", CultureInfo.InvariantCulture),
            ["timeZone"] = TimeZoneInfo.Local.BaseUtcOffset.ToString(),
            ["culture"] = CultureInfo.CurrentCulture.Name,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["variables"] = string.Join(" ", Environment.GetEnvironmentVariables().Keys.Cast<string>()
                .Where(name => name.StartsWith("OUTLOOKMAIL_", StringComparison.Ordinal)).Concat(Variables.Where(name => environment(name) is { Length: > 0 })).OrderBy(name => name, StringComparer.Ordinal)),
        };
        foreach (var fact in request.Facts)
        {
            facts[fact.Key] = Safe(fact.Value);
        }

        return facts;
    }

    private object Row(OutlookConnectionResult stage) => new
    {
        Service = stage.Service.ToString(),
        stage.Stage,
        Server = Safe(stage.Server),
        Status = stage.Status.ToString(),
        Milliseconds = stage.Duration.TotalMilliseconds,
        Evidence = Safe(stage.Evidence),
        Fix = Safe(stage.Fix),
    };

    private object Row(OutlookMailException error) => new
    {
        error.ErrorId,
        Category = error.Category.ToString(),
        Message = Safe(error.Message),
        Fix = Safe(error.Fix),
        Caused = Causes(error).ToArray(),
        Stack = pseudonyms.Apply(error.StackTrace ?? "").Split('\n').Select(line => line.Trim()).ToArray(),
    };

    private IEnumerable<string> Causes(Exception error)
    {
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
        {
            yield return inner.GetType().FullName + ": " + Safe(inner.Message);
        }
    }

    private string Safe(string text) => pseudonyms.Apply(SecretRedaction.Redact(text));

    private StreamReader? Trace()
    {
        var path = request.TracePath ?? environment("OUTLOOKMAIL_TRACE");
        if (string.IsNullOrEmpty(path) || (request.TracePath is null && !File.Exists(path)))
        {
            return null;
        }

        try
        {
            // Its session may still write it.
            var file = new FileStream(path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var reader = new StreamReader(file, Encoding.UTF8);
            if (file.Length > LongestTrace)
            {
                file.Position = file.Length - LongestTrace;
                reader.ReadLine();
            }

            return reader;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MailErrors.TraceNotReadable(path!, e);
        }
    }
}
