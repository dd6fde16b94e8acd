// Senzing records: the published list, counted here by its text, and the layouts that it lacks.
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::built_in;
using tests::RecordingWriter;
using tests::stage_file;
using tests::stage_text;

std::size_t occurrences(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

// How often a word occurs in the lines about persons.
std::size_t in_persons(const std::string& text, const std::string& word) {
  std::istringstream lines(text);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) {
    const bool is_person = occurrences(line, R"("RECORD_TYPE":"PERSON")") == 1;
    if (is_person) count += occurrences(line, word);
  }
  return count;
}

std::size_t names_of_all(const RecordingWriter& writer, const std::string& prefix) {
  std::size_t count = 0;
  for (const graph::EntityKey& key : writer.keys) {
    for (const std::string& one : writer.attributes_of(graph::to_string(key))) {
      count += one.starts_with(prefix);
    }
  }
  return count;
}

TEST(Senzing, EveryPersonOfThePublishedListIsOne) {
  HEADWATER_SHARED_OR_SKIP(file, "data/screening/lists/us_congress_senzing.jsonl");
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  RecordingWriter writer;
  const auto counts = stage_file(built_in("senzing"), file.string(), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->rows_read, occurrences(text, "\n"));
  EXPECT_EQ(counts->quarantined, 2u) << "two posts that persons hold";
  EXPECT_EQ(counts->accepted, occurrences(text, R"("RECORD_TYPE":"PERSON")"));
  EXPECT_EQ(counts->accepted, 1'317u);
  EXPECT_EQ(writer.keys.size(), 1'317u);
  EXPECT_EQ(names_of_all(writer, "name="), in_persons(text, R"("NAME_TYPE":"PRIMARY")"));
  EXPECT_EQ(names_of_all(writer, "alias="), in_persons(text, R"("NAME_TYPE":"ALIAS")"));
  EXPECT_EQ(names_of_all(writer, "birth-date="), in_persons(text, R"("DATE_OF_BIRTH")"));
  EXPECT_EQ(names_of_all(writer, "trusted-id="), in_persons(text, R"("TRUSTED_ID_NUMBER")"));
  EXPECT_EQ(names_of_all(writer, "relationship="), in_persons(text, R"("REL_POINTER_KEY")"));
  const auto first = writer.attributes_of("person:senzing/OS_US_CONGRESS:Q101198561");
  EXPECT_TRUE(first.contains("name=Scott Franklin"));
  EXPECT_TRUE(first.contains("alias=C. Scott Franklin"));
  EXPECT_TRUE(first.contains("relationship=Occupancy OPEN_SANCTIONS:Q13218630"));
  std::map<std::string, std::uint64_t> unread;
  for (const auto& one : counts->unread.names()) unread[one.name] = one.count;
  EXPECT_EQ(unread, (std::map<std::string, std::uint64_t>{{"LAST_CHANGE", 1'319}, {"URL", 1'319}}));
}

TEST(Senzing, FeaturesInOneListAndFlatRecordsReadTheSame) {
  for (const char* text :
       {R"({"DATA_SOURCE":"D","RECORD_ID":"1","FEATURES":[{"RECORD_TYPE":"ORGANIZATION"},)"
        R"({"NAME_TYPE":"PRIMARY","NAME_ORG":"Acme"},{"ADDR_FULL":"1 Street"},)"
        R"({"TAX_ID_NUMBER":"77"}]})",
        R"({"DATA_SOURCE":"D","RECORD_ID":"1","RECORD_TYPE":"ORGANIZATION","NAME_ORG":"Acme",)"
        R"("ADDR_FULL":"1 Street","TAX_ID_NUMBER":77})"}) {
    RecordingWriter writer;
    ASSERT_TRUE(stage_text(built_in("senzing"), text, writer).has_value());
    const auto attributes = writer.attributes_of("company:senzing/D:1");
    for (const char* one : {"name=Acme", "address=1 Street", "tax-number=77"}) {
      EXPECT_TRUE(attributes.contains(one)) << one << " of " << text;
    }
  }
}

TEST(Senzing, ATypeThatIsNoPartyIsRefused) {
  for (const char* text : {R"({"DATA_SOURCE":"D","RECORD_ID":"1","RECORD_TYPE":"VESSEL"})",
                           R"({"DATA_SOURCE":"D","RECORD_ID":"1","NAME_FULL":"A"})"}) {
    RecordingWriter writer;
    ASSERT_TRUE(stage_text(built_in("senzing"), text, writer).has_value());
    ASSERT_EQ(writer.quarantined.size(), 1u);
    EXPECT_EQ(writer.quarantined[0].reason, "unknown-kind");
    EXPECT_TRUE(writer.keys.empty());
  }
}

}  // namespace
}  // namespace headwater
