using System.Collections.Frozen;

namespace Rapport.Workspace.Commands;

/// <summary>Readable names for the templates of the STAR tasks, and which templates do another one's work.</summary>
public static class StepNames
{
    static readonly FrozenDictionary<string, string> Tasks = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["apartment_schedule"] = "View an apartment",
        ["apartment_search"] = "Find an apartment",
        ["bank_balance"] = "Bank balance",
        ["bank_fraud_report"] = "Report of a fraud",
        ["doctor_followup"] = "Doctor's instructions",
        ["doctor_schedule"] = "See a doctor",
        ["hotel_book"] = "Book a hotel",
        ["hotel_search"] = "Find a hotel",
        ["hotel_service_request"] = "Room service",
        ["meeting_schedule"] = "Arrange a meeting",
        ["party_plan"] = "Plan a party",
        ["party_rsvp"] = "Answer an invitation",
        ["plane_book"] = "Book a flight",
        ["plane_search"] = "Find a flight",
        ["restaurant_book"] = "Book a table",
        ["restaurant_search"] = "Find a restaurant",
        ["ride_book"] = "Book a ride",
        ["ride_change"] = "Change a ride",
        ["ride_status"] = "Where is my ride",
        ["spaceship_access_codes"] = "Locked door on a spaceship",
        ["spaceship_life_support"] = "Life support on a spaceship",
        ["trip_directions"] = "Find the way",
        ["trivia"] = "Trivia",
        ["weather"] = "Weather",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, string> Named = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["anything_else"] = "Ask if there is anything else",
        ["query"] = "Look it up",
        ["query_check"] = "Check that it is free",
        ["query_book"] = "Book it",
        ["bank_ask_pin"] = "Ask for the PIN",
        ["bank_ask_dob"] = "Ask for the date of birth",
        ["bank_inform_balance"] = "Tell the balance",
        ["bank_inform_fraud_report_submitted"] = "Tell that the report is in",
        ["apartment_ask_application_fee_paid"] = "Ask if the application fee is paid",
        ["apartment_ask_custom_message"] = "Ask for a message to the letting agency",
        ["apartment_inform_viewing_available"] = "Tell if the viewing is free, and ask to book it",
        ["apartment_inform_booking_successful"] = "Confirm the booking",
        ["apartment_ask_search_more"] = "Ask about another search",
        ["doctor_inform_doctors_instructions"] = "Tell the doctor's instructions",
        ["doctor_inform_booking_available"] = "Tell if the doctor is free, and ask to book",
        ["doctor_inform_booking_successful"] = "Confirm the appointment",
        ["doctor_ask_doctor_name"] = "Ask which doctor",
        ["hotel_ask_hotel"] = "Ask which hotel",
        ["hotel_ask_date_from"] = "Ask for the day of arrival",
        ["hotel_ask_date_to"] = "Ask for the day of departure",
        ["hotel_ask_customer_request"] = "Ask for special wishes",
        ["hotel_ask_confirm_booking"] = "Tell if a room is free, and ask to book it",
        ["hotel_reservation_succeeded"] = "Tell how the booking went",
        ["hotel_provide_search_result"] = "Tell what was found",
        ["hotel_ask_search_more"] = "Ask about another search",
        ["hotel_ask_service_request"] = "Ask what is wanted",
        ["hotel_ask_time"] = "Ask when it is wanted",
        ["hotel_inform_service_request_successful"] = "Tell if and when somebody comes",
        ["meeting_ask_guest_name"] = "Ask whom to meet",
        ["meeting_inform_confirmed"] = "Tell if the meeting stands, or ask for another time",
        ["party_ask_host"] = "Ask for the host",
        ["party_ask_starting_time"] = "Ask when it starts",
        ["party_ask_parking_needed"] = "Ask about parking",
        ["party_ask_confirm_booking"] = "Tell if the venue is free, and ask to book it",
        ["party_booking_successful"] = "Tell how the booking went",
        ["party_inform_food_drink_criteria"] = "Ask about food and drinks",
        ["party_confirm_rsvp"] = "Confirm the answer to the invitation",
        ["plane_ask_flight_id"] = "Ask for the flight number",
        ["plane_ask_date"] = "Ask for the date",
        ["plane_flight_available"] = "Tell if the flight is free, and ask to reserve it",
        ["plane_reservation_succeeded"] = "Tell how the reservation went",
        ["plane_request_optional"] = "Offer to narrow the search",
        ["plane_inform_flight_details"] = "Tell what was found",
        ["plane_ask_more_questions"] = "Ask about another search",
        ["restaurant_ask_restaurant"] = "Ask which restaurant",
        ["restaurant_ask_time"] = "Ask for the time",
        ["restaurant_ask_size"] = "Ask for how many",
        ["restaurant_ask_confirm_booking"] = "Tell if a table is free, and ask to book it",
        ["restaurant_inform_booking_successful"] = "Tell how the booking went",
        ["restaurant_inform_search_results"] = "Tell what was found",
        ["restaurant_ask_continue_searching"] = "Ask about another search",
        ["ride_ask_confirm_booking"] = "Tell which ride was found, and ask to book it",
        ["ride_confirm_booking"] = "Confirm the ride",
        ["ride_ask_change"] = "Ask what to change",
        ["ride_inform_changes_successful"] = "Tell how the change went",
        ["ride_provide_booking_status"] = "Tell when the driver comes",
        ["spaceship_ask_colour_top_cable"] = "Ask for the colour of the top cable",
        ["spaceship_ask_colour_second_cable"] = "Ask for the colour of the second cable",
        ["apartment_inform_search_result"] = "Tell what was found",
        ["party_ask_dietary_restrictions"] = "Ask what they do not eat",
        ["spaceship_inform_outcome"] = "Tell the outcome",
        ["trip_ask_travel_mode"] = "Ask how they travel",
        ["trip_inform_simple_step_ask_proceed"] = "Give directions, step by step",
        ["trip_instructions_done"] = "Lead them to the last step",
        ["trivia_ask_question_number"] = "Ask where to start",
        ["trivia_ask_question"] = "Put the question",
        ["trivia_inform_answer_correct_ask_next"] = "Tell if the answer was right",
        ["weather_inform_forecast"] = "Tell the forecast",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The set has templates that its graphs do not mention; these do the work of a step that they do.
    static readonly FrozenDictionary<string, string[]> KinOf = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["hotel_provide_search_result"] = ["hotel_inform_name", "hotel_inform_location", "hotel_inform_price", "hotel_inform_rating"],
        ["ride_confirm_booking"] = ["ride_provide_driver_details"],
        ["ride_provide_booking_status"] = ["ride_provide_booking_status_update"],
        ["trip_ask_departure_location"] = ["ask_departure_location"],
        ["trip_inform_simple_step_ask_proceed"] = ["trip_inform_detailed_step"],
        ["trip_instructions_done"] = ["trip_inform_last_step_and_done"],
        ["meeting_inform_confirmed"] = ["meeting_inform_unavailable_ask_different_time"],
        ["party_inform_food_drink_criteria"] = ["party_ask_food", "party_ask_drinks"],
        ["party_ask_confirm_booking"] = ["party_no_venue_available"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly string[] Answers = ["_inform_search_result", "_inform_search_results", "_provide_search_result", "_inform_flight_details", "_inform_forecast",
        "_inform_outcome", "_inform_doctors_instructions", "_inform_balance", "_provide_booking_status", "_inform_booking_available", "_inform_viewing_available", "_ask_confirm_booking"];

    public static string OfTask(string task) => Tasks.TryGetValue(task, out var name) ? name : Plain(task.Replace('_', ' '));

    public static string For(string node, string task) =>
        Named.TryGetValue(node, out var name) ? name
        : node.EndsWith("_inform_search_criteria", StringComparison.Ordinal) ? "Find out what they are looking for"
        : Spoken(node[(node.StartsWith(Domain(task) + "_", StringComparison.Ordinal) ? Domain(task).Length + 1 : 0)..]);

    /// <summary>Templates among the given ones that settle the same step.</summary>
    public static IEnumerable<string> Kin(string node, IEnumerable<string> replies)
    {
        var domain = node.Split('_')[0];
        foreach (var label in KinOf.GetValueOrDefault(node, [])) yield return label;
        if (Answers.Any(a => node.EndsWith(a, StringComparison.Ordinal))) yield return $"{domain}_inform_nothing_found";
        if (!node.EndsWith("_inform_search_criteria", StringComparison.Ordinal) || domain == "ride") yield break;
        // Asking for one criterion is a way of finding out what they are looking for.
        foreach (var label in replies.Where(r => r.StartsWith(domain + "_ask_", StringComparison.Ordinal) && !r.Contains("search", StringComparison.Ordinal))) yield return label;
    }

    public static string Plain(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    static string Domain(string task) => task.Split('_')[0];

    static string Spoken(string label) => label.Split('_', 2) switch
    {
        ["ask", var what] => $"Ask for the {what.Replace('_', ' ')}",
        ["inform", var what] => $"Tell the {what.Replace('_', ' ')}",
        _ => Plain(label.Replace('_', ' ')),
    };
}
