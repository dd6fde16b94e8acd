// Mapping files (docs/mapping.md) of the generated sources.
#pragma once

#include <string_view>

namespace headwater::ingest::internal {

std::string_view payments_mapping();
std::string_view customers_mapping();
std::string_view business_customers_mapping();
std::string_view accounts_mapping();
std::string_view foreign_holders_mapping();
std::string_view households_mapping();
std::string_view openings_mapping();
std::string_view sign_ins_mapping();
std::string_view companies_mapping();
std::string_view directors_mapping();
std::string_view owners_mapping();
std::string_view advertisements_mapping();
std::string_view suspects_mapping();
std::string_view victim_flows_mapping();
std::string_view victim_accounts_mapping();
std::string_view links_mapping();

}  // namespace headwater::ingest::internal
