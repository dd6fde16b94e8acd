#include "ingest/internal/row_splitter.h"

#include <random>

#include <gtest/gtest.h>

#include "ingest/internal/cells.h"
#include "tests/reference/csv_reference.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest::internal {
namespace {

using tests::ReferenceRow;
using tests::TemporaryDirectory;

struct SplitRow {
  std::string text;
  RowFault fault = RowFault::kNone;
  std::uint64_t number = 0, begin = 0, end = 0;
};

std::vector<SplitRow> split(const std::string& text, const CsvDialect& dialect,
                            std::size_t block = kBlockBytes, std::size_t limit = kRowLimitBytes) {
  const TemporaryDirectory directory;
  const std::string path = directory / "rows.csv";
  tests::write_file(path, text);
  RowSplitter splitter(ByteSource::open(path).value(), dialect, true, block, limit);
  RawRows raw;
  std::vector<SplitRow> rows;
  while (splitter.next(raw).value()) {
    EXPECT_FALSE(raw.rows.empty());
    std::uint64_t number = raw.first_row;
    for (const RowSpan& span : raw.rows) {
      rows.push_back(
          {std::string(raw.text(span)), span.fault, number++, span.file_begin, span.file_end});
    }
  }
  return rows;
}

std::vector<std::string> texts(const std::vector<SplitRow>& rows) {
  std::vector<std::string> result;
  for (const SplitRow& row : rows) result.push_back(row.text);
  return result;
}

using Texts = std::vector<std::string>;

TEST(RowSplitter, KeepsLineEndsInsideQuotes) {
  EXPECT_EQ(texts(split("a,\"x\ny\"\nb,c\n", {})), (Texts{"a,\"x\ny\"", "b,c"}));
}

TEST(RowSplitter, TakesCarriageReturnsAndMissingLastLineEnd) {
  EXPECT_EQ(texts(split("a,b\r\nc,d\r\ne,f", {})), (Texts{"a,b", "c,d", "e,f"}));
}

TEST(RowSplitter, DoubledQuotesDoNotEndACell) {
  EXPECT_EQ(texts(split("\"a\"\"\n\"\"b\",c\nd\n", {})), (Texts{"\"a\"\"\n\"\"b\",c", "d"}));
}

TEST(RowSplitter, QuoteInsideAnUnquotedCellIsText) {
  EXPECT_EQ(texts(split("5\" pipe,1\n2,3\n", {})), (Texts{"5\" pipe,1", "2,3"}));
}

TEST(RowSplitter, SkipsByteOrderMarkBlankLinesCommentsAndPreamble) {
  CsvDialect dialect;
  dialect.comment = "#%";
  dialect.skip_lines = 2;
  const std::string text = "\xEF\xBB\xBF\"open\nsecond\n#x \"\n\n\r\na,b\n%y\nc,d\n";
  EXPECT_EQ(texts(split(text, dialect)), (Texts{"a,b", "c,d"}));
}

TEST(RowSplitter, NumbersRowsAndTheirBytes) {
  const auto rows = split("ab\ncde\n\nf", {}, 2);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].number, 2u);
  EXPECT_EQ(rows[1].begin, 3u);
  EXPECT_EQ(rows[1].end, 6u);
  EXPECT_EQ(rows[2].begin, 8u);
  EXPECT_EQ(rows[2].end, 9u);
}

TEST(RowSplitter, FindsAByteOrderMarkAcrossBlocks) {
  for (const std::size_t block : {1u, 2u, 3u, 100u}) {
    EXPECT_EQ(texts(split("\xEF\xBB\xBF\"a\nb\",c\nd\n", {}, block)), (Texts{"\"a\nb\",c", "d"}))
        << "block of " << block;
  }
}

TEST(RowSplitter, MarksAQuoteThatNeverCloses) {
  const auto rows = split("a,b\n\"c,d\ne,f\n", {});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].fault, RowFault::kUnterminatedQuote);
  EXPECT_EQ(rows[1].begin, 4u);
  EXPECT_EQ(rows[1].end, 13u);
}

TEST(RowSplitter, ReadsOnAfterARowBeyondTheLimit) {
  for (const std::size_t block : {1000UL, 4096UL, 100'000UL, kBlockBytes}) {
    const std::string text = "a,b\n" + std::string(300'000, 'x') + ",y\nc,d\ne,f\n";
    const auto rows = split(text, {}, block, 100'000);
    ASSERT_EQ(rows.size(), 4u) << block;
    EXPECT_EQ(rows[1].fault, RowFault::kTooLong);
    EXPECT_EQ(rows[1].begin, 4u);
    EXPECT_EQ(rows[1].end, 300'006u);
    EXPECT_EQ(rows[2].text, "c,d");
    EXPECT_EQ(rows[3].text, "e,f");
    EXPECT_EQ(rows[3].number, 4u);
  }
}

TEST(RowSplitter, ReadsOnAfterAQuotedRowBeyondTheLimit) {
  const std::string text = "\"" + std::string(200'000, '\n') + "\"\"\",y\nc,d\n";
  const auto rows = split(text, {}, 1000, 100'000);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].fault, RowFault::kTooLong);
  EXPECT_EQ(rows[1].text, "c,d");
}

TEST(RowSplitter, LongCommentsCostNoMemoryAndNoRow) {
  CsvDialect dialect;
  dialect.comment = "#";
  const std::string text = "#" + std::string(500'000, 'x') + "\na,b\n";
  EXPECT_EQ(texts(split(text, dialect, 1000, 100'000)), Texts{"a,b"});
}

// Random text over the bytes that matter, so that every transition and every block border is met.
TEST(RowSplitter, AgreesWithTheReferenceOnRandomText) {
  const std::string alphabet = "a,,\"\"\"\n\n\r #\t;";
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    std::mt19937_64 random(seed);
    std::string text;
    const std::size_t size = 1 + random() % 60;
    while (text.size() < size) text += alphabet[random() % alphabet.size()];
    CsvDialect dialect;
    const auto variant = random() % 4;
    if (variant == 1) dialect.comment = "#";
    if (variant == 2) {
      dialect.delimiter = CsvDialect::kWhitespace;
      dialect.quote = '\0';
    }
    if (variant == 3) dialect.skip_lines = random() % 3;
    const std::vector<ReferenceRow> expected = tests::read_reference_rows(text, dialect);
    for (const std::size_t block : {1UL, 2UL, 7UL, 4096UL}) {
      SCOPED_TRACE("seed " + std::to_string(seed) + " block " + std::to_string(block));
      const auto rows = split(text, dialect, block);
      ASSERT_EQ(rows.size(), expected.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(rows[i].text, expected[i].text);
        ASSERT_EQ(rows[i].fault == RowFault::kUnterminatedQuote, expected[i].unterminated);
        if (expected[i].unterminated) continue;
        TextArena arena;
        std::vector<std::string_view> cells;
        ASSERT_EQ(split_cells(rows[i].text, dialect, arena, cells), !expected[i].bad_quote);
        if (expected[i].bad_quote) continue;
        ASSERT_EQ(std::vector<std::string>(cells.begin(), cells.end()), expected[i].cells);
      }
    }
  }
}

TEST(SplitCells, UndoesQuotesAndTrims) {
  TextArena arena;
  std::vector<std::string_view> cells;
  ASSERT_TRUE(split_cells("\"a\"\"b\", c ,\"\",\" d \",", {}, arena, cells));
  EXPECT_EQ(cells, (std::vector<std::string_view>{"a\"b", "c", "", "d", ""}));
}

TEST(SplitCells, RefusesTextAfterAClosingQuote) {
  TextArena arena;
  std::vector<std::string_view> cells;
  EXPECT_FALSE(split_cells("\"a\"b,c", {}, arena, cells));
  EXPECT_FALSE(split_cells("\"a", {}, arena, cells));
}

}  // namespace
}  // namespace headwater::ingest::internal
