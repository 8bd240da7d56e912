namespace Rapport.Workspace.Everything;

/// <summary>
/// Every table of the house: whether what is in it was set up and is then an item of one half or both, or what it holds instead. A table
/// that stands in neither list makes a test fail, so that nothing new is set up without a half.
/// </summary>
public static class Tables
{
    /// <summary>What is in these goes out with its half.</summary>
    public static readonly IReadOnlyList<string> OfItems =
    [
        "job_roles", "charters", "contact_types", "function_steps", "maps", "weaves", "designs", "tidbits", "choice_reasons", "questions", "gestures", "allowances", "cue_budgets", "denied_words", "mailboxes", "mail_providers",
    ];

    const string People = "who works here, what is theirs, and how they come in", Customers = "customers and what they said or chose", Contacts = "what happened in a contact, or what is known of it",
        Figures = "figures and what they are made of", Machine = "how the program keeps its own order";

    /// <summary>What the others hold; none of it was set up as a part of a contact.</summary>
    public static readonly IReadOnlyDictionary<string, string> OfNoItems = new (string What, string Tables)[]
    {
        (People, "people invitations api_tokens visitor_tokens presences own_interests cue_mutes lanes covers read_gaps drafts moments spends spend_reasons corrections sittings coders own_lists observation_asks observations said_connections"),
        (Customers, "customers addresses merges merged_rows likenesses customer_groups group_members remembered memory_consents own_consents declined_proposals own_pages erasures bonds no_bonds lane_asks person_choices introductions in_questions told_moments told_for felt_waits understandings confirmations told_tidbits asks customer_answers said_words recalls no_asking"),
        (Contacts, "conversations messages notes resolutions step_completions promises held_replies originals attachments told lost_lines speakers visits letters letter_sightings letter_parts chosen_readers mail_participants outgoing_letters handovers brief_lines assists gaps baskets shown_cues closed_cues"),
        (Figures, "lost_openings finished_weeks refused_rules texts_to_code text_givers text_codes attention_sources notes_counted paid_hours surveys"),
        (Machine, "log errands first_answers files keys search_entries mailbox_folders mail_trials mail_sign_ins mail_seals mail_nodes mail_watches"),
    }.SelectMany(g => g.Tables.Split(' '), (g, table) => (table, g.What)).ToDictionary(t => t.table, t => t.What, StringComparer.Ordinal);
}
