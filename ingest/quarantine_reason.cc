#include "ingest/quarantine_reason.h"

#include <algorithm>
#include <array>
#include <utility>

namespace headwater::ingest {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 46> kMeanings = {{
    {"row-too-long", "the row is longer than 16 MiB; its first 64 KiB are kept"},
    {"not-utf8", "the row holds bytes that are not UTF-8; export it again in UTF-8"},
    {"nul-byte", "the row holds a zero byte"},
    {"unterminated-quote", "a quote is opened and never closed; the rest of the file went with it"},
    {"bad-quote", "text follows a closing quote, or a quote stands inside an unquoted cell"},
    {"column-count", "the row has more or fewer cells than the header"},
    {"bad-json", "the row is no JSON object, is nested more than 64 levels deep, or breaks off"},
    {"bad-message", "the blocks, header or a field of a SWIFT message have another form"},
    {"bad-block",
     "the row stands in no block, or a block is not closed under its own title before the next or "
     "the end of the file"},
    {"duplicate-key", "an object of the row names one member twice"},
    {"several-values",
     "a column that the mapping reads as one value has several; `each` makes a record of each"},
    {"not-a-value", "a column that the mapping reads as a value holds an object"},
    {"too-many-records", "lists of the row ask for more than 65,536 records"},
    {"no-record", "no record of the mapping applies to the row"},
    {"unmapped-value", "a value stands in no list of the mapping"},
    {"missing-id", "a needed value is empty"},
    {"id-too-long", "an id is longer than 1,024 bytes"},
    {"bad-name",
     "a name is not of the form kind:scheme/external-id, is of another kind than is expected, or "
     "stands where a local id is expected"},
    {"unknown-kind",
     "nothing says whether an id is a person, a company or an account, or it is said in two ways"},
    {"bad-scheme", "a scheme is empty or holds '/'"},
    {"bad-territory", "a territory is no assigned ISO 3166 code, such as ESP or ES-MD"},
    {"not-an-account", "money can only leave and reach accounts and loans"},
    {"bad-ends", "a relation of this kind does not tie these kinds of entities; docs/mapping.md"},
    {"bad-time", "a time does not have the format that is expected, or is on no calendar"},
    {"not-a-number", "a number or amount cannot be read as decimal text"},
    {"precision", "a number has more places than are kept of it; nothing is rounded"},
    {"overflow", "an amount or number is too large to be kept exactly"},
    {"negative-amount", "an amount is below zero where only its size is expected"},
    {"unknown-asset", "a currency or asset has no known code or name"},
    {"bad-count", "a count is no whole number from 1, or not 1 for a named victim"},
    {"bad-flag", "a flag is none of the words that are expected"},
    {"bad-share", "a share or probability is outside 0 to 1, or 0 to 10,000 basis points"},
    {"bad-rate", "a rate is no decimal or a/b above zero, or not 1 from an asset to itself"},
    {"bad-form", "a victim's form of exploitation is no term of docs/mapping.md; map it to one"},
    {"bad-sector", "a sector is no letter A to V of ISIC"},
    {"period-reversed", "a period ends before it begins"},
    {"bad-standard", "a standard is none of suspicion, charged, convicted, forfeited"},
    {"bad-basis", "a basis is none of reported, analyst, indicator:ID"},
    {"bad-dispute", "a dispute names no assertion, or another claim names one"},
    {"bad-subject", "a payment is member of nothing; name a person, company or account"},
    {"unknown-subject", "the subject is no record or entity of the store"},
    {"unknown-transaction",
     "no transaction of the store says what the row does, or the file names each of them already; "
     "--supersede reads the row again"},
    {"unknown-victim-flow", "the victim flow is not in the store"},
    {"conflict",
     "the source's id, or a rate's pair, day and source, stands with other content; "
     "--supersede replaces it"},
    {"victim-not-declared",
     "a victim is named where the mapping declares none, or reads something else from the same "
     "column"},
    {"victim-without-key", "a victim can be named with --victim-key only"},
}};

}  // namespace

std::string_view explain_reason(std::string_view reason) {
  const auto found = std::find_if(kMeanings.begin(), kMeanings.end(),
                                  [&](const auto& meaning) { return meaning.first == reason; });
  return found == kMeanings.end() ? std::string_view() : found->second;
}

std::string reason_in_words(std::string_view reason) {
  const std::string_view meaning = explain_reason(reason);
  std::string words(reason);
  if (!meaning.empty()) words.append(" (").append(meaning).append(")");
  return words;
}

}  // namespace headwater::ingest
