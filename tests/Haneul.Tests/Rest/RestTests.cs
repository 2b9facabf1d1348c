using System.Text;
using System.Xml.Linq;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Rest
{
    /// <summary>The REST-XML protocol, by a small service of the tests' own that is bound, dispatched and answered as any other.</summary>
    public sealed class RestTests
    {
        private static readonly Service Library = new("Library", "library", Dialect.RestXml, "2026-01-01")
        {
            Home = typeof(RestTests).Assembly, Root = "Haneul.Tests.Rest", Xmlns = "https://library.example/doc/",
        };

        private readonly Dispatcher dispatcher;

        public RestTests()
        {
            var ids = new CountedIds();
            dispatcher = new Dispatcher(new TestLedger(ids), new NothingSeen(), ids, new DispatcherSettings { Services = new ServiceCatalog([.. Service.All, Library]) });
        }

        [Fact]
        public void Path_query_and_body_are_one_request()
        {
            var (status, xml) = Send("POST", "/2026-01-01/shelf/a%20b/book", "?dry=true",
                "<AddBooksRequest xmlns='https://library.example/doc/'><Owner>me &amp; you</Owner><Books><Book><Title>One</Title></Book><Book><Title>Two</Title><Pages>7</Pages></Book></Books></AddBooksRequest>");
            Assert.Equal(200, status);
            Assert.Equal("AddBooksResponse", xml.Name.LocalName);
            Assert.Equal("https://library.example/doc/", xml.Name.NamespaceName);
            Assert.Equal(["a b", "true", "me & you", "OneTwo"], xml.Elements().Take(4).Select(e => e.Value));
            Assert.Equal(["Title", "Title"], xml.Elements().Last().Elements().Select(e => e.Name.LocalName));
        }

        [Theory]
        [InlineData("GET", "/2026-01-01/shelf/x/book", "", 404, "UnknownOperationException")]
        [InlineData("POST", "/2026-01-01/shelf/x/book", "<A><Owner>me</Owner><Colour>red</Colour></A>", 400, "UnknownParameter")]
        [InlineData("POST", "/2026-01-01/shelf/x/book", "<A></A>", 400, "MissingParameter")]
        [InlineData("POST", "/2026-01-01/shelf/x/book", "<A><Owner>", 400, "MalformedXML")]
        [InlineData("POST", "/2026-01-01/shelf/x/book", "<!DOCTYPE a [<!ENTITY e 'x'>]><A><Owner>&e;</Owner></A>", 400, "MalformedXML")]
        [InlineData("POST", "/2026-01-01/shelf/x/book", "<A><Owner>me</Owner><Books><Book><Pages>many</Pages></Book></Books></A>", 400, "InvalidParameterValue")]
        public void What_is_wrong_is_a_fault(string method, string path, string body, int status, string code)
        {
            var (got, xml) = Send(method, path, "", body);
            Assert.Equal((status, code), (got, xml.Descendants().Single(e => e.Name.LocalName == "Code").Value));
        }

        private (int Status, XElement Body) Send(string method, string path, string query, string body)
        {
            const string signature = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/library/aws4_request, SignedHeaders=host, Signature=0";
            var request = new ApiRequest(method, path, query, name => name == "Authorization" ? signature : null, Encoding.UTF8.GetBytes(body));
            var answer = dispatcher.HandleAsync(request, CancellationToken.None).GetAwaiter().GetResult();
            return (answer.Status, XElement.Parse(Encoding.UTF8.GetString(answer.Body)));
        }
    }
}

namespace Haneul.Tests.Rest.Library
{
    /// <summary>Tells back what it was given.</summary>
    [Rest("POST", "/2026-01-01/shelf/{Shelf}/book")]
    public sealed record AddBooks : Query<AddBooks.Result>
    {
        public required string Shelf { get; init; }

        [Wire("dry")]
        public bool Dry { get; init; }

        public required string Owner { get; init; }

        public IReadOnlyList<Book> Books { get; init; } = [];

        public sealed record Result(string Shelf, bool Dry, string Owner, string All, IReadOnlyList<string> Titles);

        public override Result Answer(Scope scope) => new(Shelf, Dry, Owner, string.Concat(Books.Select(b => b.Title)), [.. Books.Select(b => b.Title ?? "")]);
    }

    public sealed record Book
    {
        public string? Title { get; init; }

        public int? Pages { get; init; }
    }
}
