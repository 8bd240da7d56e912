namespace Rapport.Tests.House;

public class RoomsTests
{
    const string Map = """
        | room | holds | may use |
        |---|---|---|
        | **Foundation** | mechanism | |
        | **Access** | who may come in | Foundation |
        | **Customers** | who is served | Foundation, Access |
        """;

    static readonly Rooms rooms = Rooms.Read(File.ReadAllText(Repository.At("docs", "map.md")));

    [Fact]
    public void A_room_knows_only_the_rooms_it_may_know() => Assert.Empty(rooms.Trespasses(SourceFile.All));

    [Fact]
    public void Every_room_is_on_the_map_and_every_room_on_the_map_is_there()
    {
        Assert.Empty(rooms.Unlisted(SourceFile.All));
        Assert.Empty(rooms.Empty(SourceFile.All));
    }

    [Fact]
    public void Calls_flow_down() => Assert.Empty(rooms.OutOfOrder());

    [Theory]
    [InlineData("src/Rapport/Customers/FindCustomer.cs", "using Rapport.Access;", 0)]
    [InlineData("src/Rapport/Access/SignIn.cs", "using Rapport.Customers;", 1)]
    [InlineData("src/Rapport/Access/SignInPage.razor", "@using Rapport.Customers", 1)]
    [InlineData("src/Rapport/Access/SignIn.cs", "var who = new global::Rapport.Customers.Customer();", 1)]
    [InlineData("src/Rapport/Access/SignIn.cs", "var who = new Customers.Customer();", 1)]
    [InlineData("src/Rapport/Access/SignIn.cs", "var who = db.Customers.Where(c => c.Foundation.IsThere);", 0)]
    [InlineData("src/Rapport/Access/People/Invite.cs", "using Rapport.Customers;", 1)]
    [InlineData("src/Rapport.Foundation/Ids.cs", "using Rapport.Access;", 1)]
    [InlineData("src/Rapport/Program.cs", "using Rapport.Customers;", 0)]
    public void The_check_sees_a_trespass(string path, string text, int trespasses) =>
        Assert.Equal(trespasses, Rooms.Read(Map).Trespasses([new(path, text)]).Count());

    [Fact]
    public void The_check_sees_a_room_without_a_row_and_a_row_without_a_room()
    {
        SourceFile[] files = [new("src/Rapport/Access/SignIn.cs", ""), new("src/Rapport/Sales/Sell.cs", "")];

        Assert.Equal(["Sales"], Rooms.Read(Map).Unlisted(files));
        Assert.Equal(["Foundation", "Customers"], Rooms.Read(Map).Empty(files));
    }

    [Fact]
    public void The_check_sees_a_row_that_looks_up()
    {
        var looksUp = Rooms.Read(Map.Replace("| **Access** | who may come in | Foundation |", "| **Access** | who may come in | Customers |", StringComparison.Ordinal));

        Assert.Equal(["Access may use Customers, which comes after it or is no room"], looksUp.OutOfOrder());
    }
}
