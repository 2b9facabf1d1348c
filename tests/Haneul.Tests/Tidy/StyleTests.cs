using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Haneul.Tests.Tidy;

public sealed partial class StyleTests
{
    private const int FileLimit = 400;
    private const int MethodLimit = 60;

    [Fact]
    public void A_file_stops_at_400_lines() => None(
        "split them by idea",
        from source in SourceTree.Sources
        let lines = source.Tree.GetText().Lines.Count
        where lines > FileLimit + 1
        select $"{source.Path}: {lines} lines");

    [Fact]
    public void A_method_fits_one_screen_of_60_lines() => None(
        "name the parts of the work and give each a method",
        from source in SourceTree.Sources
        from member in Nodes<SyntaxNode>(source.Tree)
        where member is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        where !IsTable(member)
        let span = member.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MethodLimit
        select $"{SourceTree.Place(source.Path, member)}: {lines} lines");

    [Fact]
    public void Null_is_never_waved_away_with_an_exclamation_mark() => None(
        "make absence impossible or handle it",
        from source in SourceTree.Sources
        from node in Nodes<PostfixUnaryExpressionSyntax>(source.Tree)
        where node.IsKind(SyntaxKind.SuppressNullableWarningExpression)
        select SourceTree.Place(source.Path, node));

    [Fact]
    public void Nothing_is_called_by_a_word_that_says_nothing() => None(
        "use the word that AWS or Linux users say",
        (from source in SourceTree.Sources
         from type in Nodes<BaseTypeDeclarationSyntax>(source.Tree)
         where SaysNothing().IsMatch(type.Identifier.Text)
         select $"{SourceTree.Place(source.Path, type)} {type.Identifier.Text}").Concat(
            SourceTree.Files.Where(file => file.Split('/').Any(part => SaysNothing().IsMatch(Path.GetFileNameWithoutExtension(part))))));

    [Fact]
    public void No_region_hides_code() => None(
        "split the file",
        from source in SourceTree.Sources
        from trivia in source.Tree.GetRoot().DescendantTrivia(descendIntoTrivia: true)
        where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
        select $"{source.Path}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");

    [Fact]
    public void A_public_type_says_in_a_sentence_what_it_is() => None(
        "write a <summary> that a stranger understands",
        from source in SourceTree.Sources
        where source.Path.StartsWith("src/", StringComparison.Ordinal)
        from type in Nodes<MemberDeclarationSyntax>(source.Tree)
        where type is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        where type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax
        where type.Modifiers.Any(SyntaxKind.PublicKeyword) && !IsOtherPart(type) && !HasSummary(type)
        select SourceTree.Place(source.Path, type));

    // A table of values has no flow to follow: the limit on files is enough for it.
    private static bool IsTable(SyntaxNode member) => member is MethodDeclarationSyntax { ExpressionBody.Expression: CollectionExpressionSyntax };

    // One part of a partial type carries the sentence for all of them.
    private static bool IsOtherPart(MemberDeclarationSyntax type) =>
        type is TypeDeclarationSyntax part && part.Modifiers.Any(SyntaxKind.PartialKeyword) && SourceTree.Sources
            .SelectMany(source => Nodes<TypeDeclarationSyntax>(source.Tree))
            .Any(other => other != part && other.Identifier.Text == part.Identifier.Text && HasSummary(other));

    private static bool HasSummary(SyntaxNode type) => type.GetLeadingTrivia()
        .Select(trivia => trivia.GetStructure())
        .OfType<DocumentationCommentTriviaSyntax>()
        .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
        .Any(element => element.StartTag.Name.ToString() == "summary" && !string.IsNullOrWhiteSpace(element.Content.ToString().Replace("/", "")));

    private static IEnumerable<T> Nodes<T>(SyntaxTree tree)
        where T : SyntaxNode => tree.GetRoot().DescendantNodes().OfType<T>();

    private static void None(string remedy, IEnumerable<string> found)
    {
        var list = found.ToList();
        Assert.True(list.Count == 0, $"{remedy}:\n  {string.Join("\n  ", list)}");
    }

    [GeneratedRegex("(^|[a-z])(Utils?|Utility|Utilities|Managers?|Helpers?|Common)([A-Z.]|$)")]
    private static partial Regex SaysNothing();
}
