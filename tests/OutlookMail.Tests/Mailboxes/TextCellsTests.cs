using System.Linq;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Mailboxes;

public class TextCellsTests
{
    [Theory]
    [InlineData("plain", 5)]
    [InlineData("Größe", 5)]
    [InlineData("Gro\u0308\u00dfe", 5)]
    [InlineData("你好", 4)]
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("한글", 4)]
    [InlineData("שלום", 4)]
    [InlineData("नमस्ते", 4)]
    [InlineData("🎉", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("👩‍👩‍👧‍👦!", 3)]
    [InlineData("❤️", 1)]
    [InlineData("🇩🇪", 2)]
    [InlineData("1️⃣", 1)]
    [InlineData("\u202eabc\u2069", 3)]
    [InlineData("a\r\n\tb", 5)]
    [InlineData("", 0)]
    public void A_text_takes_as_many_cells_as_a_terminal_shows(string text, int cells) => Assert.Equal(cells, TextCells.Width(text));

    [Theory]
    [InlineData("short")]
    [InlineData("a text that is longer than the column")]
    [InlineData("你好你好你好你好你好你好你好")]
    [InlineData("x你好你好你好你好你好你好你好")]
    [InlineData("🎉👩‍👩‍👧‍👦🇩🇪👍🏽🎉🎉🎉🎉🎉")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301")]
    public void A_column_is_filled_to_the_cell_and_cut_with_an_ellipsis(string text)
    {
        foreach (int cells in Enumerable.Range(1, 14))
        {
            string fitted = TextCells.Fit(text, cells);
            Assert.Equal(cells, TextCells.Width(fitted));
            Assert.Equal(TextCells.Width(text) > cells, fitted.Contains('…'));
        }
    }

    [Fact]
    public void Half_a_character_and_what_is_none_do_no_harm()
    {
        Assert.Equal("a b", TextCells.Simplify("a\ud83db"));
        Assert.Equal("", TextCells.Fit(null, 0));
        Assert.Equal("DE", TextCells.Simplify("🇩🇪"));
    }
}
