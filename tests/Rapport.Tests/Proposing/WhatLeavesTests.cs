using FsCheck;
using FsCheck.Fluent;
using Rapport.Proposing;
using Rapport.Tests.Essence;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Proposing;

public class WhatLeavesTests
{
    [Fact]
    public async Task A_message_and_six_turns_before_it_leave_and_no_name_address_number_note_or_memory()
    {
        await using var model = await ModelServer.Open();
        model.Sees("humor", "Ruth, you could fly the plane yourself");
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana Lindqvist");
        await desk.Person("Bogdan Petrov");
        var number = await desk.Conversation("Ruth Adeyemi", "The very first words of all", "ruth@example.com");
        await desk.Owner.Remember(await desk.CustomerOf(number), "Paints wooden herons");
        await ana.Post($"/api/v1/conversations/{number}/notes", new { body = "Careful with this one, a note about herring" });
        for (var i = 0; i < 3; i++) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = $"Bogdan told me so, part {(char)('A' + i)}. ruth@example.com or https://t.example/hidden?door=open" });
        for (var i = 0; i < 3; i++) await ana.Says(number, $"Order 2041-8331 and code QX7T9, Ms ADEYEMI, part {(char)('K' + i)}.");
        model.Answers = Funny(model);
        await ana.SaysAndLooks(number, "Ana here. With your 5 cups, Ruth, you could fly the plane yourself, card 4929 1234 5678.");

        var shown = await ana.Until($"/desk/{number}/thread", "Ruth, you could fly the plane yourself”");

        Assert.Contains(Reads.AsksHumor, shown, StringComparison.Ordinal);
        var sent = model.All.Single(a => a.What.GetProperty("message").GetString()!.Contains("fly the plane", StringComparison.Ordinal));
        Assert.Equal("<user> here. With your 5 cups, <user>, you could fly the plane yourself, card <number>.", sent.What.GetProperty("message").GetString());
        var before = sent.What.GetProperty("before").EnumerateArray().Select(t => t.GetString()!).ToList();
        Assert.Equal(["customer", "customer", "customer", "csr", "csr", "csr"], before.Select(t => t.Split(':')[0]));
        Assert.Contains("part C", before[2], StringComparison.Ordinal);
        foreach (var asked in model.All)
            foreach (var stays in new[] { "Ruth", "Adeyemi", "Ana ", "Lindqvist", "Bogdan", "Petrov", "example", "door=", "2041", "8331", "QX7T9", "4929", "5678", "herring", "heron" })
                Assert.DoesNotContain(stays, asked.Body, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The model has seen a placeholder where the name stands.</summary>
    static Func<ModelServer.Asked, Task<Microsoft.AspNetCore.Http.IResult>> Funny(ModelServer model)
    {
        model.Sees("humor", "<user>, you could fly the plane yourself");
        return model.Answers;
    }

    [Fact]
    public async Task What_is_sensitive_never_leaves_neither_to_be_read_nor_as_a_turn_before()
    {
        await using var model = await ModelServer.Open();
        model.Sees("humor", Reads.Funny);
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        string[] sensitive = ["I was diagnosed with diabetes in May, so no sugar please.", "My mother passed away last week and the funeral is on Friday.", "I go to mosque on Fridays, so not then.", "We are behind on the mortgage and cannot pay this."];
        var number = await desk.Conversation("Ruth", sensitive[0]);
        foreach (var words in sensitive.Skip(1)) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = words });
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "And when does the green kettle come?" });
        await desk.Owner.Recognizes(number);
        await ana.SaysAndLooks(number, Reads.Joke);
        await ana.Until($"/desk/{number}/thread", Reads.AsksHumor);
        await model.WasAsked(2);

        Assert.Equal(["customer: And when does the green kettle come?"], model.All.Single(a => a.IsOfDesk).What.GetProperty("before").EnumerateArray().Select(t => t.GetString()));
        foreach (var word in new[] { "diabetes", "passed away", "mosque", "mortgage" }) Assert.All(model.All, a => Assert.DoesNotContain(word, a.Body, StringComparison.OrdinalIgnoreCase));

        // Nor when the desk takes it up; then this program reads.
        await ana.SaysAndLooks(number, "Diabetes and a kettle: I put the sugar-free syrup into your parcel, on me.");
        await ana.SaysAndLooks(number, "The green kettle leaves on Monday.");
        await model.WasAsked(3);
        Assert.Contains("leaves on Monday", model.All[2].What.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.All(model.All, a => Assert.DoesNotContain("syrup", a.Body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_answer_by_which_somebody_proves_who_they_are_never_leaves()
    {
        await using var model = await ModelServer.Open();
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation("Ruth", "I want to change my address");
        await ana.Says(number, "For your security question: what was the name of your first pet?");
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "One moment, please" });
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "My dog Wolfram, he was a poodle" });
        await desk.Owner.Recognizes(number);
        await ana.SaysAndLooks(number, "Thank you, the address is changed and the kettle goes there.");

        // The first message of the customer, and both of the desk.
        var sent = await model.WasAsked(3);
        Assert.All(sent, a => { Assert.DoesNotContain("Wolfram", a.Body, StringComparison.Ordinal); Assert.DoesNotContain("poodle", a.Body, StringComparison.Ordinal); });
        Assert.Empty((await desk.Owner.Recognizes(number)).GetProperty("proposed").EnumerateArray());
    }

    [Fact]
    public async Task Nothing_leaves_of_a_customer_who_wants_nothing_remembered_and_this_program_reads()
    {
        await using var model = await ModelServer.Open();
        model.Sees("humor", "Ten on Saturday");
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation("Ruth", Serving.Asked);
        await desk.Owner.Put($"/api/v1/customers/{await desk.CustomerOf(number)}/nothing_remembered", new { });
        await ana.Says(number);
        await ana.Page($"/desk/{number}");

        await ana.Until($"/desk/{number}/thread", ProposalTests.Asks);
        Assert.Empty(model.All);
    }

    [Fact]
    public async Task What_was_erased_while_it_waited_is_not_shown_and_the_call_ends()
    {
        await using var model = await ModelServer.Open();
        model.Answers = async _ => { await Task.Delay(Timeout.Infinite); return ModelServer.Saying("{}"); };
        await using var desk = await model.Desk();
        var number = await desk.Conversation("Ruth Adeyemi", "We do the Sunday market with a cello.");
        await desk.Owner.Recognizes(number);
        await model.WasAsked(1);

        await desk.Owner.Post($"/api/v1/customers/{await desk.CustomerOf(number)}/erasure");

        for (var i = 0; i < 300 && model.Waiting > 0; i++) await Task.Delay(20);
        Assert.Equal(0, model.Waiting);
        Assert.Empty((await desk.Owner.Recognizes(number)).GetProperty("proposed").EnumerateArray());
    }

    [Fact]
    public async Task Names_of_pets_and_relatives_that_were_told_of_do_not_leave_and_the_fact_comes_back_whole()
    {
        await using var model = await ModelServer.Open();
        model.Finds("Our dog <user>", "pet");
        await using var desk = await model.Desk();
        var number = await desk.Conversation("Ruth", "Our dog Wolfram and my daughter Ida are coming along, is there room?");

        await desk.Owner.Recognizes(number);
        await model.WasAsked(1);

        var facts = await desk.Owner.Recognizes(number);
        for (var i = 0; i < 300 && facts.GetProperty("proposed").GetArrayLength() == 0; i++, await Task.Delay(20)) facts = await desk.Owner.Recognizes(number);
        await desk.Owner.Remember(await desk.CustomerOf(number), "their cat is called Bibi, Bibi is shy");
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Bibi chewed the new cable too" });
        await desk.Owner.Recognizes(number);
        await model.WasAsked(2);
        Assert.Equal("Our dog Wolfram", Assert.Single(facts.GetProperty("proposed").EnumerateArray()).Of("text"));
        Assert.All(model.All, a => { Assert.DoesNotContain("Wolfram", a.Body, StringComparison.Ordinal); Assert.DoesNotContain("Ida", a.Body, StringComparison.Ordinal); Assert.DoesNotContain("Bibi", a.Body, StringComparison.Ordinal); });
    }

    [Fact]
    public void Names_are_found_in_any_case_and_with_any_mark_beside_them()
    {
        var names = new Names(["Zoë O’Brien", "Jean-Luc", "Li"]);
        Assert.Equal("<user>’s, <user>-<user>! <user>: likes olive.", names.Hide("ZOE\u0308’s, jean-LUC! li: likes olive.").Text);
        Assert.Equal("Call +<number>, <email> or <link> at 7 for 12 cups, row 4b.", names.Hide("Call +49 (30) 1234-567, zoe@t.example or www.t.example/7 at 7 for 12 cups, row 4b.").Text);
    }

    /// <summary>Any words, and any part of what is left of them: what is found again is a part of the real words that says the same.</summary>
    [Fact]
    public void Whatever_part_of_the_hidden_words_is_named_is_found_again_in_the_real_ones()
    {
        var names = new Names(["Ruth Adeyemi"]);
        string[] pieces = ["Ruth", "ruth@t.example", "20418331", "and", "2", "<user>", "Adeyemi", "😂", ",", "a", "https://t.example/x"];
        var texts = Arb.From(Gen.Elements(pieces).ListOf().Select(list => string.Join(' ', list)));
        Prop.ForAll(texts, Arb.From(Gen.Choose(0, 1000)), Arb.From(Gen.Choose(0, 1000)), (text, one, other) =>
        {
            var hidden = names.Hide(text);
            var (from, to) = (Math.Min(one, other) % (hidden.Text.Length + 1), Math.Max(one, other) % (hidden.Text.Length + 1));
            if (from > to) (from, to) = (to, from);
            var part = hidden.Text[from..to];
            var halves = part.Length > 0 && (char.IsLowSurrogate(part[0]) || char.IsHighSurrogate(part[^1]));
            return !hidden.Text.Contains("adeyemi", StringComparison.OrdinalIgnoreCase)
                && (hidden.Real(part) is { } real ? names.Hide(text[real]).Text.Contains(part, StringComparison.Ordinal) : part.Length == 0 || halves);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
