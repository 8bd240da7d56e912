using Rapport.Essence.Library;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E158")]
public class QuestionLintTests
{
    [Theory]
    [InlineData("What kind of a dog do you have?")]
    [InlineData("Where do the two of you like walking best?")]
    [InlineData("How did you come to play the cello?")]
    [InlineData("Which part of the trip do you look forward to most?")]
    [InlineData("Who taught you to bake like this?")]
    public void An_open_and_kind_question_is_fine(string question) => Assert.Empty(QuestionLint.Find(question));

    [Theory]
    [InlineData("Do you have a dog?", "What kind of dog do you have?")]
    [InlineData("Have you got a bread machine?", "What kind of bread machine do you have?")]
    [InlineData("Do you like sailing?", "What do you like about sailing?")]
    [InlineData("Is this a gift?", "What is the occasion?")]
    [InlineData("Are you going to the coast?", "What are your plans for the coast?")]
    public void A_closed_one_is_refused_and_an_open_form_is_offered(string question, string open)
    {
        var fault = Assert.Single(QuestionLint.Find(question));
        Assert.Equal("closed", fault.Code);
        Assert.Equal(open, fault.Instead);
    }

    [Theory]
    [InlineData("How old are you?", "prying-age")]
    [InlineData("What do you earn with that?", "prying-money")]
    [InlineData("Which church do you go to?", "prying-religion")]
    [InlineData("Whom did you vote for?", "prying-politics")]
    [InlineData("When is the baby due date?", "prying-pregnancy")]
    [InlineData("What are you doing about your weight?", "prying-body")]
    [InlineData("Where are you really from?", "prying-origin")]
    [InlineData("What illness do you have?", "prying-health")]
    [InlineData("What does your husband think of it?", "prying-love")]
    [InlineData("How did your father pass away, when was the funeral?", "prying-grief")]
    [InlineData("Where do you live?", "prying-safety")]
    [InlineData("Why don't you buy the big one?", "unkind")]
    public void What_pries_or_hurts_is_refused_and_told_why(string question, string code)
    {
        var fault = QuestionLint.Find(question).First(f => f.Code == code);
        Assert.Contains("“", fault.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Was für einen Hund haben Sie?")]
    [InlineData("Was macht Ihr Hund, wenn Sie nach Hause kommen?")]
    [InlineData("Wie alt ist Ihr Hund?")]
    [InlineData("Welche Dose mag die Katze am liebsten?")]
    [InlineData("Quel âge a votre chien ?")]
    [InlineData("Qu’est-ce qui vous plaît dans ce livre ?")]
    [InlineData("¿Cuántos años tiene su perro?")]
    [InlineData("¿Cuánto pesa su perro?")]
    [InlineData("Quali parole dice il suo pappagallo?")]
    [InlineData("Is het een cadeau, en waar gaat het heen?")]
    [InlineData("Do que o seu gato mais gosta?")]
    [InlineData("Do kogo należy ten pies?")]
    [InlineData("どんな犬を飼っていますか？")]
    [InlineData("Köpeğiniz nasıl?")]
    public void Of_a_question_in_another_language_nothing_false_is_said(string question) => Assert.Empty(QuestionLint.Find(question));

    [Theory]
    [InlineData("Wie alt sind Sie?", "prying-age")]
    [InlineData("Sind Sie schwanger?", "prying-pregnancy")]
    [InlineData("Schwanger?", "prying-pregnancy")]
    [InlineData("Vous êtes marié ?", "prying-love")]
    [InlineData("¿Cuántos años tiene?", "prying-age")]
    [InlineData("¿Dónde vives?", "prying-safety")]
    [InlineData("È sposata?", "prying-love")]
    [InlineData("Hoeveel verdient u?", "prying-money")]
    [InlineData("Quantos anos você tem?", "prying-age")]
    [InlineData("Ile ma pani lat?", "prying-age")]
    [InlineData("Gdzie pan mieszka?", "prying-safety")]
    public void The_commonest_prying_ones_are_refused_in_other_languages_too(string question, string code) => Assert.Equal(code, Assert.Single(QuestionLint.Find(question)).Code);

    [Theory]
    [InlineData("Why are you so late?")]
    [InlineData("Why were you so angry yesterday?")]
    [InlineData("Why haven't you called?")]
    [InlineData("Why did you not say so?")]
    [InlineData("Why do you always complain?")]
    public void Why_somebody_did_wrong_is_a_reproach_and_what_happened_is_a_question(string question)
    {
        var fault = Assert.Single(QuestionLint.Find(question));
        Assert.Equal(("unkind", "What happened?"), (fault.Code, fault.Instead));
        Assert.Empty(QuestionLint.Find(fault.Instead!));
    }

    [Theory]
    [InlineData("Why are you so fond of cacti?")]
    [InlineData("Why did you choose the slow boat?")]
    [InlineData("Why do you think it never barks?")]
    public void Why_somebody_likes_what_they_like_is_interest(string question) => Assert.Empty(QuestionLint.Find(question));

    [Theory, OnBothDatabases]
    public async Task Ones_own_questions_are_seen_by_nobody_else_and_come_first(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ana, bo) = ((await desk.Person("Ana")).Client, (await desk.Person("Bo")).Client);

        var mine = await ana.Post("/api/v1/questions", new { question = "What does the dog do when you come home?", about = "dog food" });
        await ana.Post("/api/v1/questions", new { question = "Which trick came first?", about = "dog", own = false });

        Assert.Equal("What does the dog do when you come home?", (await ana.Get("/api/v1/questions")).GetProperty("items")[0].Of("question"));
        var seen = (await bo.Get("/api/v1/questions")).GetProperty("items").EnumerateArray().Select(q => q.Of("question")).ToList();
        Assert.Contains("Which trick came first?", seen);
        Assert.DoesNotContain("What does the dog do when you come home?", seen);
        Assert.Equal(404, (await bo.Try(HttpMethod.Delete, $"/api/v1/questions/{mine.Of("id")}")).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/questions/{mine.Of("id")}")).Status);
        Assert.DoesNotContain("when you come home", await desk.InDatabase(db => Task.FromResult(string.Concat(db.Log.Select(e => e.Data)))), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_question_that_pries_is_not_taken_into_the_bank(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");

        var kept = await desk.InDatabase(db => Task.FromResult(db.Questions.Count()));
        foreach (var own in new[] { true, false })
        {
            var (refused, why) = await ana.Try(HttpMethod.Post, "/api/v1/questions", new { question = "Whom did you vote for?", about = "elections", own });
            Assert.Equal(422, refused);
            Assert.Contains("vote", why.Of("detail"), StringComparison.Ordinal);
        }
        var (status, problem) = await ana.Try(HttpMethod.Post, "/api/v1/questions", new { question = "Do you have a dog?", about = "dog food" });
        var lint = await ana.Post("/api/v1/questions/lint", new { question = "Whom did you vote for?" });

        Assert.Equal(422, status);
        Assert.Equal("What kind of dog do you have?", problem.Of("instead"));
        Assert.False(lint.GetProperty("fine").GetBoolean());
        Assert.Equal(kept, await desk.InDatabase(db => Task.FromResult(db.Questions.Count())));
        Assert.Empty(await desk.Traces(["whom did you vote", "do you have a dog"]));
    }
}
