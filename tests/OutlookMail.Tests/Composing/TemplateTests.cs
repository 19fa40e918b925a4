using System;
using System.Collections.Generic;
using System.Text;
using OutlookMail.Client;
using OutlookMail.Mime;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Composing;

/// <summary>One text and many rows; a row is data and nothing else.</summary>
public sealed class TemplateTests
{
    private static Dictionary<string, object?> Row(params (string Name, object? Value)[] fields)
    {
        var row = new Dictionary<string, object?>();
        foreach (var (name, value) in fields)
        {
            row[name] = value;
        }

        return row;
    }

    private static MailDraft Apply(Writing writing, string file, string template, Dictionary<string, object?> row, Action<MailDraft>? change = null)
    {
        var draft = new MailDraft { To = ["bob@contoso.test"], Subject = "s" };
        change?.Invoke(draft);
        MailTemplate.Load(writing.File(file, template)).Apply(draft, row);
        return draft;
    }

    [Fact]
    public void Fields_lists_conditions_and_partials_are_filled_in()
    {
        using var writing = new Writing();
        writing.File("_footer.html", "<i>{{Sender}}</i>");
        var draft = Apply(
            writing,
            "a.html",
            "<p>{{Name}}</p>{{#each Items}}<li>{{Title}}</li>{{/each}}{{#if Extra}}extra{{else}}plain{{/if}}{{> footer}}",
            Row(("Name", "Zoë"), ("Sender", "Ada"), ("Items", new List<object?> { Row(("Title", "one")), Row(("Title", "two")) })));
        Assert.Equal("<p>Zoë</p><li>one</li><li>two</li>plain<i>Ada</i>", draft.Html);
    }

    [Fact]
    public void Only_the_files_that_are_named_are_partials_and_these_may_name_others()
    {
        using var writing = new Writing();
        writing.File("_footer.html", "<i>{{> name}}</i>");
        writing.File("name.html", "{{Sender}}");
        writing.File("_name.html", "the other one");
        writing.File("report.html", "no template at all {{#each");
        Assert.Equal("<p>x</p><i>Ada</i>", Apply(writing, "a.html", "<p>x</p>{{> footer}}", Row(("Sender", "Ada"))).Html);
    }

    [Fact]
    public void Data_brings_no_element_into_HTML()
    {
        using var writing = new Writing();
        var draft = Apply(writing, "a.html", "<p title=\"{{Name}}\">{{Name}}</p>", Row(("Name", "\"><script>x</script><img src=/etc/passwd>&")));
        Assert.DoesNotContain("<script", draft.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", draft.Html, StringComparison.Ordinal);
        Assert.Equal(3, draft.Html!.Split('"').Length);
    }

    [Theory]
    [InlineData("[click](https://evil.test)")]
    [InlineData("<https://evil.test>")]
    [InlineData("https://evil.test")]
    [InlineData("![x](https://evil.test/x.png)")]
    [InlineData("a\n\n# heading")]
    [InlineData("<b>x</b>")]
    [InlineData("a | b")]
    public void Data_brings_no_link_heading_or_element_into_Markdown(string value)
    {
        using var writing = new Writing();
        var draft = Apply(writing, "a.md", "Dear {{Name}},", Row(("Name", value)));
        foreach (var element in new[] { "<a ", "<img", "<h1", "<b>", "<table" })
        {
            Assert.DoesNotContain(element, draft.Html, StringComparison.Ordinal);
        }

        Assert.Equal("Dear " + value.Replace('\n', ' ') + ",", HtmlText.FromHtml(draft.Html!).Trim().Replace("  ", " ").Replace("a # ", "a  # "));
    }

    [Fact]
    public void Data_with_a_line_break_makes_no_header()
    {
        using var writing = new Writing();
        var draft = Apply(writing, "a.txt", "x", Row(("Name", "a\r\nBcc: eve@evil.test")), one => one.Subject = "Hi {{Name}}");
        Assert.Equal(ErrorIds.HeaderInvalid, Assert.Throws<OutlookMailException>(() => writing.Write(draft)).ErrorId);
    }

    [Theory]
    [InlineData("ada@contoso.test, eve@evil.test")]
    [InlineData("ada@contoso.test>, <eve@evil.test")]
    [InlineData("ada@contoso.test\r\nBcc: eve@evil.test")]
    [InlineData("")]
    public void Data_is_one_address_or_an_error(string value)
    {
        using var writing = new Writing();
        var error = Assert.Throws<OutlookMailException>(() => Apply(writing, "a.txt", "x", Row(("Mail", value)), one => one.To = ["Bob <{{Mail}}>"]));
        Assert.Equal(ErrorIds.AddressInvalid, error.ErrorId);
    }

    [Fact]
    public void A_field_that_the_row_lacks_is_named()
    {
        using var writing = new Writing();
        var error = Assert.Throws<OutlookMailException>(() => Apply(writing, "a.html", "{{Name}} {{Sum}} {{Address.City}} {{#if Other}}{{/if}}", Row(("Name", ""))));
        Assert.Equal(ErrorIds.TemplateDataMissing, error.ErrorId);
        Assert.Equal(["Address.City", "Sum"], Assert.IsAssignableFrom<IReadOnlyList<string>>(error.Target));
        Assert.Equal("", Apply(writing, "b.html", "{{#if Other}}{{Other}}{{/if}}", Row()).Html);
    }

    [Fact]
    public void Data_is_no_template_of_its_own()
    {
        using var writing = new Writing();
        Assert.Equal("{{Secret}}", Apply(writing, "a.txt", "{{Name}}", Row(("Name", "{{Secret}}"), ("Secret", "s"))).Text);
    }

    [Theory]
    [InlineData("{{#if}")]
    [InlineData("{{#each Items}}")]
    [InlineData("{{> ../../etc/passwd}}")]
    public void What_is_no_template_says_so(string template)
    {
        using var writing = new Writing();
        Assert.Equal(ErrorIds.TemplateInvalid, Assert.Throws<OutlookMailException>(() => Apply(writing, "a.txt", template, Row())).ErrorId);
    }

    [Fact]
    public void A_preview_shows_the_mail_and_runs_and_loads_nothing()
    {
        using var writing = new Writing();
        writing.Image();
        var draft = writing.Draft("<p onclick=x()>Hi<img src=\"logo.png\"><img src=\"https://evil.test/t.png\"><script>x()</script><iframe src=\"https://evil.test\"></iframe><form action=x><input></form><a href=\"java\nscript:x()\">y</a><svg onload=x()></svg></p>");
        draft.Subject = "</title><script>x()</script>";
        draft.Bcc = ["secret@contoso.test"];
        using var message = MimeMessage.Parse(writing.Write(draft));
        var page = PreviewPage.Html(new OutlookMailDraft { Subject = draft.Subject, Recipients = ["bob@contoso.test", "secret@contoso.test"], Message = writing.Write(draft) });
        Assert.Contains("default-src 'none'; img-src data:", page, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,", page, StringComparison.Ordinal);
        foreach (var evil in new[] { "<script", "<iframe", "<form", "<input", "<svg", "onclick", "javascript", "java\nscript" })
        {
            Assert.DoesNotContain(evil, page, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("secret@contoso.test", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@contoso.test", Encoding.UTF8.GetString(message.OriginalBytes.Span), StringComparison.Ordinal);
    }
}
