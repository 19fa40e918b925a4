using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of what a mail is made of. Nothing was sent with any of them.</summary>
public static class ComposingErrors
{
    public static OutlookMailException SignatureNotFound(string name, string folder, Exception? inner) => new(
        ErrorIds.SignatureNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"There is no signature '{name}' in '{folder}'.",
        $"Write it as {name}.html, {name}.txt or both into that folder, or give the path of a file. Nothing was sent.",
        name,
        inner);

    public static OutlookMailException SmimeFailed(Exception inner) => new(
        ErrorIds.SmimeFailed,
        OutlookErrorCategory.SecurityError,
        $"The mail cannot be signed or encrypted: {inner.Message}",
        "-SignWith takes a certificate whose private key can be used here, -EncryptFor certificates with RSA keys. Nothing was sent.",
        null,
        inner);

    public static OutlookMailException TemplateInvalid(string path, string reason, Exception? inner) => new(
        ErrorIds.TemplateInvalid,
        OutlookErrorCategory.InvalidData,
        $"The template '{path}' cannot be used: {reason}",
        "Templates are Handlebars: {{field}}, {{#if field}}…{{/if}}, {{#each list}}…{{/each}}, {{> partial}} for a file beside it. Nothing was sent.",
        path,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException TemplateDataMissing(string path, IReadOnlyList<string> fields) => new(
        ErrorIds.TemplateDataMissing,
        OutlookErrorCategory.InvalidData,
        $"The template '{path}' names what this row does not have: {string.Join(", ", fields)}.",
        "Add the columns, correct their names, or ask {{#if field}} first. This row's mail was not sent.",
        fields);
}
