using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace OutlookMail.Tests.Architecture;

/// <summary>The sandbox shares the clients' grammar and nothing else of them: a server that used the client's own code
/// could not prove the client wrong.</summary>
public class SandboxBoundaryTests
{
    [Fact]
    public void Of_Imap_and_Smtp_the_sandbox_uses_only_the_grammar()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "OutlookMail.Sandbox.dll");
        Assert.All(TypesUsedFrom(path, "OutlookMail.Imap", "OutlookMail.Smtp"), type => Assert.Contains(".Grammar.", type));
    }

    [Fact]
    public void The_reader_sees_references_to_other_types()
    {
        string client = Path.Combine(AppContext.BaseDirectory, "OutlookMail.Client.dll");
        Assert.Contains(TypesUsedFrom(client, "OutlookMail.Model"), type => type == "OutlookMail.Model.OutlookMailException");
    }

    private static List<string> TypesUsedFrom(string path, params string[] assemblies)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        var types = new List<string>();
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            EntityHandle scope = type.ResolutionScope;
            TypeReference outer = type;
            while (scope.Kind == HandleKind.TypeReference)
            {
                outer = metadata.GetTypeReference((TypeReferenceHandle)scope);
                scope = outer.ResolutionScope;
            }

            if (scope.Kind == HandleKind.AssemblyReference
                && assemblies.Contains(metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)))
            {
                types.Add(metadata.GetString(outer.Namespace) + "." + metadata.GetString(outer.Name));
            }
        }

        return types;
    }
}
