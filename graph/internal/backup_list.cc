#include "graph/internal/backup_list.h"

#include <charconv>
#include <sstream>

#include "graph/sha256.h"

namespace headwater::graph::internal {
namespace {

constexpr std::string_view kTitle = "headwater backup ";
constexpr int kVersion = 1;
constexpr std::size_t kHexDigits = 64;

Status not_a_list(const std::string& path, std::string found) {
  return Status(StatusCode::kCorrupt,
                {"read the list of a backup", path, std::move(found), "use another backup"});
}

// A name below the folder: no way leads out of it.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos;
}

Status read_line(const std::string& line, const std::string& path, BackupList& list) {
  std::istringstream words(line);
  std::string word;
  words >> word;
  if (word == "commit") {
    words >> list.commit.value;
  } else if (word == "digest") {
    words >> list.content_digest;
  } else if (word == "file") {
    CopiedFile file;
    std::string name;
    words >> file.sha256 >> file.bytes >> name;
    if (file.sha256.size() != kHexDigits || !is_plain_name(name)) {
      return not_a_list(path, "a line that names no file");
    }
    list.files.emplace(name, file);
  } else {
    return not_a_list(path, "a line of no known kind");
  }
  return words.fail() ? not_a_list(path, "a line that is cut short") : Status();
}

}  // namespace

std::string encode_backup_list(const BackupList& list) {
  std::ostringstream text;
  text << kTitle << kVersion << '\n';
  text << "commit " << list.commit.value << '\n';
  text << "digest " << list.content_digest << '\n';
  for (const auto& [name, file] : list.files) {
    text << "file " << file.sha256 << ' ' << file.bytes << ' ' << name << '\n';
  }
  const std::string lines = text.str();
  return lines + "end " + sha256_hex(lines) + '\n';
}

Result<BackupList> decode_backup_list(std::string_view text, const std::string& path) {
  if (!text.starts_with(kTitle)) return not_a_list(path, "not the list of a backup");
  int version = 0;
  std::from_chars(text.data() + kTitle.size(), text.data() + text.size(), version);
  if (version != kVersion) {
    return Status(StatusCode::kUnsupported,
                  {"read the list of a backup", path, "version " + std::to_string(version),
                   "use the program that made it"});
  }
  const std::size_t end = text.rfind("end ");
  if (end == std::string_view::npos ||
      text.substr(end) != "end " + sha256_hex(text.substr(0, end)) + '\n') {
    return not_a_list(path, "it has been changed or cut short");
  }
  BackupList list;
  std::istringstream lines{std::string(text.substr(0, end))};
  std::string line;
  std::getline(lines, line);  // the title
  while (std::getline(lines, line)) HEADWATER_RETURN_IF_ERROR(read_line(line, path, list));
  return list;
}

}  // namespace headwater::graph::internal
