using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary>A file that an option names; - is standard input.</summary>
internal static class InputFile
{
    private static readonly JsonSerializerOptions SandboxJson = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static bool isInputRead;

    public static string Read(string file)
    {
        if (file == "-" && isInputRead)
        {
            throw new UsageException("Standard input can be read once, and two options name it.");
        }

        isInputRead |= file == "-";
        try
        {
            return file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"'{file}' cannot be read: {e.Message}", e);
        }
    }

    public static OutlookSandboxInfo ReadSandbox(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<OutlookSandboxInfo>(Read(file), SandboxJson) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{file}' is not what `outlookmail sandbox --json` printed.", e);
        }
    }

    public static X509Certificate2 ReadCertificate(string file)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Read(file));
        }
        catch (CryptographicException e)
        {
            throw new UsageException($"'{file}' holds no certificate in PEM.", e);
        }
    }
}
