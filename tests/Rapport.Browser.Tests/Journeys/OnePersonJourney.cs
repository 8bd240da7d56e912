using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>Somebody calls from the number of another entry: it is proposed, looked at, put together, and taken apart again; and her household stands beside her.</summary>
public class OnePersonJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact, Trait("Proves", "E160")]
    public async Task Two_entries_of_one_person_are_put_together_and_taken_apart_by_hand()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.Api(HttpMethod.Post, "/api/v1/customers", new { name = "R. Adeyemi", email = "r.adeyemi@example.com", phone = "030 90182077" });
        await desk.Api(HttpMethod.Post, "/api/v1/conversations", new { channel = "phone", customer = new { name = "Ruth Adeyemi", phone = "+49 30 90182077" }, body = "The 15 kg bag arrived torn" });
        var dana = await desk.SignIn("/desk?view=unowned");
        await dana.Locator("#list .row").First.ClickAsync();
        await dana.WaitForURLAsync("**/desk/1*");
        var pane = dana.Locator("#person");
        await Expect(pane).ToContainTextAsync("May be the same person as R. Adeyemi: the same phone number", Patient);
        Assert.Empty(await dana.Look("one-person-pane"));

        await pane.GetByRole(AriaRole.Link, new() { Name = "One person… with R. Adeyemi" }).ClickAsync();
        await Expect(dana.Locator("h1")).ToContainTextAsync("Is R. Adeyemi the same person as Ruth Adeyemi?", Patient);
        await Expect(dana.Locator("main")).ToContainTextAsync("r.adeyemi@example.com");
        Assert.Empty(await dana.Look("one-person-asks"));
        await dana.GetByLabel("How do you know?").FillAsync("She said so on the phone");
        await dana.GetByRole(AriaRole.Button, new() { Name = "They are one person" }).ClickAsync();
        await dana.WaitForURLAsync("**/customers/*");
        await Expect(dana.Locator("#customer")).ToContainTextAsync("r.adeyemi@example.com", Patient);
        await Expect(dana.Locator("#customer")).ToContainTextAsync("She said so on the phone");
        await Expect(dana.Locator("#timeline")).ToContainTextAsync("put R. Adeyemi's entry together with this one", Patient);

        // An address is corrected, and a household is noted, without leaving the page.
        await dana.GetByText("Note a household or a company").ClickAsync();
        await dana.GetByLabel("What is it called?").FillAsync("The Adeyemis");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Note it" }).ClickAsync();
        await Expect(dana.Locator("#customer")).ToContainTextAsync("household", Patient);
        await dana.Locator("summary", new() { HasText = "Correct" }).First.ClickAsync();
        await dana.GetByLabel("As it should be").First.FillAsync("ruth@example.com");
        Assert.Empty(await dana.Look("one-person-customer"));

        await dana.GetByRole(AriaRole.Link, new() { Name = "Take apart… R. Adeyemi" }).ClickAsync();
        await Expect(dana.Locator("h1")).ToContainTextAsync("Take R. Adeyemi and Ruth Adeyemi apart?", Patient);
        Assert.Empty(await dana.Look("one-person-undo"));
        await dana.GetByRole(AriaRole.Button, new() { Name = "Take them apart" }).ClickAsync();
        await Expect(dana.Locator("h1")).ToContainTextAsync("R. Adeyemi", Patient);
        await Expect(dana.Locator("#customer")).ToContainTextAsync("r.adeyemi@example.com", Patient);

        await dana.GetByRole(AriaRole.Link, new() { Name = "Find another entry" }).ClickAsync();
        await dana.GetByLabel("Name, phone, mail address or card number").FillAsync("ruth");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Look", Exact = true }).ClickAsync();
        await Expect(dana.Locator("main")).ToContainTextAsync("Ruth Adeyemi", Patient);
        Assert.Empty(await dana.Look("one-person-others"));
        await dana.GotoAsync(new Uri(desk.Url, "/customers").ToString());
        await Expect(dana.Locator("#alike")).ToContainTextAsync("Nobody seems to be here twice", Patient);
        Assert.Empty(await dana.Look("one-person-list"));
    }
}
