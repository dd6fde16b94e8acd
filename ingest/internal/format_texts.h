// The built-in formats that have a file of their own.
#pragma once

#include <string_view>

namespace headwater::ingest::internal {

std::string_view amlworld_format();
std::string_view ctdc_format();
std::string_view bods_format();
std::string_view finbench_format();
std::string_view ftm_format();
std::string_view gsi_format();
std::string_view htcds_format();
std::string_view goaml_format();
std::string_view iso20022_format();
std::string_view mt103_format();
std::string_view ofac_format();
std::string_view senzing_format();

}  // namespace headwater::ingest::internal
