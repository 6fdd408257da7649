#include "readiness_json.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>

#include "change_json.hpp"
#include "spf_json.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;
using analysis::Source;

Json window_json(const analysis::Evidence& evidence) {
  const auto& window = evidence.window;
  return {{"begin", json_time(window.begin)},
          {"end", json_time(window.end)},
          {"days", std::chrono::round<std::chrono::days>(window.end - window.begin).count()},
          {"days_with_reports", evidence.days_with_reports},
          {"days_spanned", evidence.days_spanned}};
}

/// Whole messages.
Json json_round(double messages) { return static_cast<std::uint64_t>(std::llround(messages)); }

Json gap_json(const std::optional<analysis::Days>& gap) {
  if (!gap) return nullptr;
  return {
      {"first", to_iso_date(gap->first)}, {"last", to_iso_date(gap->last)}, {"days", gap->count()}};
}

Json evidence_json(const Assessment& assessment) {
  const auto& evidence = assessment.evidence;
  auto reporters = Json::array();
  for (const auto& reporter : evidence.reporters) reporters.push_back(json_text(reporter));
  const auto& enough_on = assessment.verdict.enough_on;
  return {{"reports", evidence.reports},
          {"reporters", std::move(reporters)},
          {"messages", evidence.messages},
          {"legitimate_messages", evidence.legitimate_messages},
          {"governed_legitimate", evidence.governed_legitimate},
          {"counted_messages", evidence.counted.messages},
          {"counted_days", evidence.counted.days},
          {"counted_reporters", evidence.counted.reporters},
          {"sources", assessment.sources.size()},
          {"missing_bound", evidence.missing_bound ? Json(*evidence.missing_bound) : Json(nullptr)},
          {"longest_gap", gap_json(evidence.longest_gap)},
          {"enough_on", enough_on ? Json(to_iso_date(*enough_on)) : Json(nullptr)}};
}

Json spf_json(const spf::Survey& survey) {
  auto problems = Json::array();
  for (const auto& finding : survey.findings) {
    problems.push_back({{"code", finding.code},
                        {"severity", name_of(finding.severity)},
                        {"text", json_text(finding.text)}});
  }
  const auto& texts = survey.own.texts;
  return {{"record", texts.empty() ? Json(nullptr) : json_text(texts.front())},
          {"all", all_json(survey.all)},
          {"status", spf::name_of(survey.status)},
          {"lookups", survey.lookups},
          {"void_lookups", survey.void_lookups},
          {"problems", std::move(problems)}};
}

Json dmarc_json(const dmarc::Policy& policy) {
  auto notes = Json::array();
  if (!policy.record) {
    return {{"record", nullptr},
            {"policy", nullptr},
            {"found_at", nullptr},
            {"testing", false},
            {"notes", std::move(notes)}};
  }
  for (const auto& note : policy.record->notes) notes.push_back(json_text(note));
  return {{"record", json_text(policy.record->text)},
          {"policy", dmarc::name_of(policy.action)},
          {"found_at",
           policy.found_at ? json_text("_dmarc." + policy.found_at->text()) : Json(nullptr)},
          {"testing", policy.record->testing},
          {"notes", std::move(notes)}};
}

Json reason_json(const analysis::Reason& reason) {
  return {{"code", reason.code},
          {"severity", analysis::name_of(reason.severity)},
          {"text", json_text(reason.text)},
          {"messages", reason.messages}};
}

Json reasons_json(const std::vector<analysis::Reason>& reasons) {
  auto list = Json::array();
  for (const auto& reason : reasons) list.push_back(reason_json(reason));
  return list;
}

Json steps_json(const std::vector<analysis::Step>& steps) {
  auto list = Json::array();
  for (const auto& step : steps) list.push_back(json_text(step.text));
  return list;
}

Json verdict_json(const analysis::Verdict& verdict) {
  return {{"state", ledger::name_of(verdict.state)},
          {"exit_code", verdict.exit_code},
          {"recommendation", json_text(verdict.recommendation)},
          {"steps", steps_json(verdict.steps)},
          {"strict", verdict.strict},
          {"likely", {{"sources", verdict.likely_sources}, {"messages", verdict.likely_messages}}},
          {"reasons", reasons_json(verdict.reasons)}};
}

Json proposal_json(const std::optional<analysis::Proposal>& proposal) {
  if (!proposal) return nullptr;
  auto changes = Json::array();
  for (const auto& change : proposal->changes) changes.push_back(json_text(change));
  auto subordinates = Json::array();
  for (const auto& [name, text] : proposal->subordinates) {
    subordinates.push_back({{"name", json_text(name.text())}, {"record", json_text(text)}});
  }
  return {{"record", json_text(proposal->record)},
          {"subordinates", std::move(subordinates)},
          {"lookups", proposal->lookups},
          {"now_listed", proposal->now_listed},
          {"still_missing", proposal->still_missing},
          {"restored", proposal->restored},
          {"strangers_let_in", proposal->strangers_let_in},
          {"changes", std::move(changes)}};
}

Json counts_json(const std::map<std::string, std::uint64_t>& counts) {
  auto object = Json::object();
  for (const auto& [name, count] : counts) object[json_text(name).get<std::string>()] = count;
  return object;
}

Json previous_json(const std::optional<analysis::Comparison>& since) {
  if (!since) return nullptr;
  return {{"as_of", json_time(since->previous_as_of)},
          {"state", ledger::name_of(since->previous_state)}};
}

Json texts_json(const std::vector<std::string>& texts) {
  auto list = Json::array();
  for (const auto& text : texts) list.push_back(json_text(text));
  return list;
}

Json fix_json(const std::optional<analysis::SenderFix>& fix) {
  if (!fix) return nullptr;
  return {{"terms", texts_json(fix->terms)}, {"lists", fix->lists}, {"lookups", fix->lookups}};
}

Json asn_json(const AutonomousSystem* system) {
  return system == nullptr ? Json(nullptr) : Json(system->number);
}

Json as_name_json(const AutonomousSystem* system) {
  return system == nullptr ? Json(nullptr) : json_text(system->organization);
}

Json to_json(const analysis::Sender& sender) {
  auto networks = Json::array();
  for (const auto& network : sender.networks) networks.push_back(network.to_string());
  auto signals = Json::array();
  for (const auto& [code, addresses, text] : sender.signals) {
    signals.push_back({{"code", code}, {"addresses", addresses}, {"text", json_text(text)}});
  }
  const auto* service = sender.service;
  return {{"id", json_text(sender.id)},
          {"name", json_text(sender.name)},
          {"service", service != nullptr ? json_text(service->name) : Json(nullptr)},
          {"kind", service != nullptr ? name_of(service->kind) : name_of(sender.tie)},
          {"class", analysis::name_of(sender.source_class)},
          {"confidence", name_of(sender.confidence)},
          {"addresses", sender.sources.size()},
          {"networks", sender.network_count},
          {"largest_networks", std::move(networks)},
          {"operators", texts_json(sender.operators)},
          {"messages", sender.messages},
          {"governed_messages", sender.governed_messages},
          {"dkim_aligned", sender.dkim_aligned},
          {"days", sender.days},
          {"reporters", sender.reporters},
          {"first_seen", json_time(sender.first_seen)},
          {"last_seen", json_time(sender.last_seen)},
          {"keys", texts_json(sender.keys)},
          {"signals", std::move(signals)},
          {"advice", json_text(sender.advice)},
          {"fix", fix_json(sender.fix)},
          {"asn", asn_json(sender.system.get())},
          {"as_name", as_name_json(sender.system.get())}};
}

Json senders_json(const Assessment& assessment) {
  auto list = Json::array();
  for (const auto& sender : assessment.senders) list.push_back(to_json(sender));
  return list;
}

Json to_json(const Source& source, const std::vector<analysis::Sender>& senders) {
  auto reported = Json::object();
  for (const auto& [result, messages] : source.spf_reported) {
    reported[std::string(report::name_of(result))] = messages;
  }
  auto signals = Json::array();
  for (const auto& signal : source.signals) {
    signals.push_back({{"code", signal.code}, {"text", json_text(signal.text)}});
  }
  return {{"ip", source.address.to_string()},
          {"sender", json_text(senders[source.sender].id)},
          {"host", source.host ? json_text(source.host->name.text()) : Json(nullptr)},
          {"class", analysis::name_of(source.source_class)},
          {"confidence", name_of(source.confidence)},
          {"may_mislead", source.may_mislead},
          {"messages", source.messages},
          {"governed_messages", source.governed_messages},
          {"dkim_aligned", source.dkim_aligned},
          {"days", source.days},
          {"reporters", source.reporters},
          {"first_seen", json_time(source.first_seen)},
          {"last_seen", json_time(source.last_seen)},
          {"spf_now", spf::name_of(source.spf_now->result)},
          {"spf_mechanism", json_text(source.spf_now->mechanism)},
          {"spf_reported", std::move(reported)},
          {"last_pass", source.last_pass ? json_time(*source.last_pass) : Json(nullptr)},
          {"signals", std::move(signals)},
          {"advice", json_text(source.advice)},
          {"asn", asn_json(source.system.get())},
          {"as_name", as_name_json(source.system.get())}};
}

Json heard_json(const std::vector<analysis::HeardSource>& sources) {
  auto list = Json::array();
  for (const auto& [seen, host, tie, kin] : sources) {
    list.push_back({{"ip", seen.client.to_string()},
                    {"host", host ? json_text(host->name.text()) : Json(nullptr)},
                    {"tie", name_of(tie)},
                    {"kin", json_text(kin)},
                    {"queries", seen.queries},
                    {"days", seen.days},
                    {"resolvers", seen.resolvers},
                    {"first_heard", json_time(seen.first)},
                    {"last_heard", json_time(seen.last)}});
  }
  return list;
}

Json listening_json(const std::optional<analysis::Listening>& listening) {
  if (!listening) return nullptr;
  auto receivers = Json::array();
  for (const auto& [name, queries, reports] : listening->receivers) {
    receivers.push_back({{"name", json_text(name)}, {"queries", queries}, {"reports", reports}});
  }
  return {{"clients", listening->clients},
          {"in_reports", listening->in_reports},
          {"senders", heard_json(listening->senders)},
          {"unknown", heard_json(listening->unknown)},
          {"passing", listening->passing},
          {"receivers", std::move(receivers)}};
}

Json days_json(const std::optional<analysis::Days>& range) {
  if (!range) return nullptr;
  return {{"first", to_iso_date(range->first)}, {"last", to_iso_date(range->last)}};
}

Json known_json(const std::vector<analysis::KnownReporter>& known) {
  auto list = Json::array();
  for (const auto& reporter : known) {
    Json accepted = nullptr;
    if (const auto& seen = reporter.accepted) {
      accepted = {{"messages", seen->messages}, {"last", json_time(seen->last)}};
    }
    Json refused = nullptr;
    if (const auto& seen = reporter.refused) {
      refused = {
          {"expected", seen->expected}, {"seen", seen->seen}, {"as_of", json_time(seen->as_of)}};
    }
    list.push_back(
        {{"reporter", json_text(reporter.name)},
         {"messages", reporter.messages},
         {"refuses", reporter.refuses()},
         {"listed", reporter.listed.empty() ? Json(nullptr) : json_text(reporter.listed)},
         {"refused", std::move(refused)},
         {"accepted", std::move(accepted)},
         {"text", json_text(analysis::text_of(reporter))}});
  }
  return list;
}

Json loss_json(const analysis::ExpectedLoss& loss) {
  auto refusing = Json::array();
  for (const auto& reporter : loss.refusing) refusing.push_back(json_text(reporter));
  return {{"days", analysis::ExpectedLoss::days},
          {"certain", json_round(loss.certain)},
          {"certain_low", json_round(loss.certain_low)},
          {"certain_high", json_round(loss.certain_high)},
          {"refusing", std::move(refusing)},
          {"known", known_json(loss.known)},
          {"possible", json_round(loss.possible)},
          {"unseen", json_round(loss.unseen)},
          {"most", json_round(loss.most)},
          {"lost_already", loss.lost_already},
          {"text", json_text(analysis::text_of(loss))}};
}

Json after_json(const analysis::After& after) {
  auto compared = Json::array();
  for (const auto& mail : after.compared) {
    compared.push_back(
        {{"reporter", mail.reporter.empty() ? Json(nullptr) : json_text(mail.reporter)},
         {"sender", mail.sender_id.empty() ? Json(nullptr) : json_text(mail.sender_id)},
         {"name", json_text(mail.sender)},
         {"days", mail.days},
         {"expected", json_round(mail.expected)},
         {"expected_low", json_round(mail.low)},
         {"expected_high", json_round(mail.high)},
         {"seen", mail.seen},
         {"lost", mail.is_lost},
         {"told", mail.is_lost && !mail.is_explained},
         {"would_show", mail.would_show}});
  }
  auto new_fails = Json::array();
  for (const auto& fails : after.new_fails) {
    new_fails.push_back({{"sender", json_text(fails.sender_id)},
                         {"name", json_text(fails.sender)},
                         {"passed_before", fails.passed_before},
                         {"failed", fails.failed}});
  }
  return {{"last_soft", json_time(after.turn.last_soft)},
          {"first_fail", json_time(after.turn.first_fail)},
          {"state", name_of(after.state)},
          {"before", days_json(after.before)},
          {"since", days_json(after.since)},
          {"weekly", json_round(after.weekly)},
          {"weekly_watched", json_round(after.weekly_watched)},
          {"compared", std::move(compared)},
          {"new_fails", std::move(new_fails)},
          {"silent_reporters", texts_json(after.silent_reporters)},
          {"reasons", reasons_json(analysis::reasons_of(after))}};
}

LongList sources_of(const Assessment& assessment) {
  return {"sources", assessment.sources.size(),
          [&](std::size_t i) { return to_json(assessment.sources[i], assessment.senders); }};
}

Json line_head(std::string_view schema, const Assessment& assessment) {
  return {{"schema", schema},
          {"domain", json_text(assessment.domain.text())},
          {"as_of", json_time(assessment.as_of)}};
}

}  // namespace

std::string readiness_document(const Assessment& assessment) {
  const auto& impact = assessment.impact;
  Json head = {
      {"schema", "hardfail.readiness/1"},
      {"domain", json_text(assessment.domain.text())},
      {"as_of", json_time(assessment.as_of)},
      {"what_if", assessment.what_if},
      {"window", window_json(assessment.evidence)},
      {"evidence", evidence_json(assessment)},
      {"spf", spf_json(assessment.spf)},
      {"dmarc", dmarc_json(assessment.dmarc)},
      {"verdict", verdict_json(assessment.verdict)},
      {"impact",
       {{"newly_failed", impact.newly_failed},
        {"newly_failed_legitimate", impact.newly_failed_legitimate},
        {"newly_failed_forwarded", impact.newly_failed_forwarded},
        {"newly_failed_spoof", impact.newly_failed_spoof},
        {"at_rejecting_reporters", counts_json(impact.at_rejecting_reporters)}}},
      {"proposed", proposal_json(assessment.proposal)},
      {"unlisted", assessment.unlisted ? reason_json(*assessment.unlisted) : Json(nullptr)},
      {"remarks", reasons_json(assessment.remarks)},
      {"senders", senders_json(assessment)},
      {"listening", listening_json(assessment.listening)},
      {"previous_run", previous_json(assessment.since_last)},
      {"changes",
       assessment.since_last ? changes_json(assessment.since_last->changes) : Json::array()}};
  if (assessment.expected_loss) head["expected_loss"] = loss_json(*assessment.expected_loss);
  if (assessment.after) head["after_change"] = after_json(*assessment.after);
  return to_text(head, sources_of(assessment));
}

std::string sources_document(const Assessment& assessment) {
  const Json head = {{"schema", "hardfail.sources/1"},
                     {"domain", json_text(assessment.domain.text())},
                     {"as_of", json_time(assessment.as_of)},
                     {"senders", senders_json(assessment)}};
  return to_text(head, sources_of(assessment));
}

std::string sender_lines(const Assessment& assessment) {
  const auto& senders = assessment.senders;
  return lines_text(line_head("hardfail.sender/1", assessment),
                    {"", senders.size(), [&](std::size_t i) { return to_json(senders[i]); }});
}

std::string source_lines(const Assessment& assessment) {
  return lines_text(line_head("hardfail.source/1", assessment), sources_of(assessment));
}

}  // namespace hardfail::render
