using System;
using System.IO;
using System.Reflection;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web.Assets;

/// <summary>The style sheet and the script, which travel in the assembly.</summary>
internal static class AssetFiles
{
    public static WebAnswer? Find(string name) => name switch
    {
        "sandbox.css" => Answer(name, "text/css; charset=utf-8"),
        "sandbox.js" => Answer(name, "text/javascript; charset=utf-8"),
        _ => null,
    };

    private static WebAnswer Answer(string name, string contentType)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("OutlookMail.Sandbox.Web.Assets." + name)
            ?? throw new InvalidOperationException($"The assembly has no {name}.");
        byte[] body = new byte[stream.Length];
        stream.ReadExactly(body);
        return new WebAnswer { ContentType = contentType, Body = body }.With("X-Content-Type-Options", "nosniff");
    }
}
