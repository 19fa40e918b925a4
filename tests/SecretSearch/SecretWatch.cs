using System;
using System.IO;
using System.Linq;
using System.Text;
using OutlookMail.SecretSearch;
using Xunit;

[assembly: AssemblyFixture(typeof(SecretWatch))]

namespace OutlookMail.SecretSearch;

/// <summary>Searches a whole run of tests for secrets. One found fails the run.</summary>
public sealed class SecretWatch : IDisposable
{
    private readonly SecretSearch search = new();
    private readonly TextWriter output = Console.Out;

    public SecretWatch()
    {
        Current = search;
        Console.SetOut(new Tee(output, text => search.NoteText("the console", text)));
    }

    /// <summary>For what only a test sees: the output of another process, the streams of a cmdlet.</summary>
    public static SecretSearch? Current { get; private set; }

    public void Dispose()
    {
        Current = null;
        Console.SetOut(output);
        search.Dispose();
        var found = search.Found();
        Assert.True(found.Count == 0, "Secrets were seen in:\n" + string.Join("\n", found.Take(10)));
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
