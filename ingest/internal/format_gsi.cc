// Walk Free's Global Slavery Index, edition of 2023: its table of countries with population,
// prevalence and estimated number, in the language of docs/mapping.md. Published aggregates, never
// victim flows.
#include "ingest/internal/format_texts.h"

namespace headwater::ingest::internal {

std::string_view gsi_format() {
  constexpr std::string_view kText = R"json({
  "headwater_mapping": 1,
  "name": "gsi",
  "precision": "year",
  "define": {
    "number": {"column": "Estimated number of people in modern slavery", "grouping": ","},
    "prevalence": {
      "column": "Estimated prevalence of modern slavery per 1,000 population"},
    "country": {"column": "Country", "map": {
        "Afghanistan": "AFG", "Albania": "ALB", "Algeria": "DZA", "Angola": "AGO",
        "Antigua and Barbuda": "ATG", "Argentina": "ARG", "Armenia": "ARM", "Australia": "AUS",
        "Austria": "AUT", "Azerbaijan": "AZE", "Bahamas": "BHS", "Bahrain": "BHR",
        "Bangladesh": "BGD", "Barbados": "BRB", "Belarus": "BLR", "Belgium": "BEL",
        "Belize": "BLZ", "Benin": "BEN", "Bolivia": "BOL", "Bosnia and Herzegovina": "BIH",
        "Botswana": "BWA", "Brazil": "BRA", "Brunei Darussalam": "BRN", "Bulgaria": "BGR",
        "Burkina Faso": "BFA", "Burundi": "BDI", "Cambodia": "KHM", "Cameroon": "CMR",
        "Canada": "CAN", "Cape Verde": "CPV", "Central African Republic": "CAF", "Chad": "TCD",
        "Chile": "CHL", "China": "CHN", "Colombia": "COL", "Costa Rica": "CRI",
        "Côte d'Ivoire": "CIV", "Croatia": "HRV", "Cuba": "CUB", "Cyprus": "CYP",
        "Czechia": "CZE", "Democratic Republic of the Congo": "COD", "Denmark": "DNK",
        "Djibouti": "DJI", "Dominican Republic": "DOM", "Ecuador": "ECU", "Egypt": "EGY",
        "El Salvador": "SLV", "Equatorial Guinea": "GNQ", "Eritrea": "ERI", "Estonia": "EST",
        "Eswatini": "SWZ", "Ethiopia": "ETH", "Fiji": "FJI", "Finland": "FIN", "France": "FRA",
        "Gabon": "GAB", "Gambia": "GMB", "Georgia": "GEO", "Germany": "DEU", "Ghana": "GHA",
        "Greece": "GRC", "Guatemala": "GTM", "Guinea": "GIN", "Guinea-Bissau": "GNB",
        "Guyana": "GUY", "Haiti": "HTI", "Honduras": "HND", "Hong Kong": "HKG", "Hungary": "HUN",
        "Iceland": "ISL", "India": "IND", "Indonesia": "IDN", "Iran": "IRN", "Iraq": "IRQ",
        "Ireland": "IRL", "Israel": "ISR", "Italy": "ITA", "Jamaica": "JAM", "Japan": "JPN",
        "Jordan": "JOR", "Kazakhstan": "KAZ", "Kenya": "KEN", "Kosovo": "XKX", "Kuwait": "KWT",
        "Kyrgyzstan": "KGZ", "Lao PDR": "LAO", "Latvia": "LVA", "Lebanon": "LBN",
        "Lesotho": "LSO", "Liberia": "LBR", "Libya": "LBY", "Liechtenstein": "LIE",
        "Lithuania": "LTU", "Luxembourg": "LUX", "Madagascar": "MDG", "Malawi": "MWI",
        "Malaysia": "MYS", "Maldives": "MDV", "Mali": "MLI", "Malta": "MLT", "Mauritania": "MRT",
        "Mauritius": "MUS", "Mexico": "MEX", "Moldova": "MDA", "Mongolia": "MNG",
        "Montenegro": "MNE", "Morocco": "MAR", "Mozambique": "MOZ", "Myanmar": "MMR",
        "Namibia": "NAM", "Nepal": "NPL", "Netherlands": "NLD", "New Zealand": "NZL",
        "Nicaragua": "NIC", "Niger": "NER", "Nigeria": "NGA", "North Korea": "PRK",
        "North Macedonia": "MKD", "Norway": "NOR", "Oman": "OMN", "Pakistan": "PAK",
        "Palau": "PLW", "Panama": "PAN", "Papua New Guinea": "PNG", "Paraguay": "PRY",
        "Peru": "PER", "Philippines": "PHL", "Poland": "POL", "Portugal": "PRT", "Qatar": "QAT",
        "Republic of the Congo": "COG", "Romania": "ROU", "Russia": "RUS", "Rwanda": "RWA",
        "Saint Lucia": "LCA", "Saint Vincent and the Grenadines": "VCT", "Saudi Arabia": "SAU",
        "Senegal": "SEN", "Serbia": "SRB", "Seychelles": "SYC", "Sierra Leone": "SLE",
        "Singapore": "SGP", "Slovakia": "SVK", "Slovenia": "SVN", "Solomon Islands": "SLB",
        "Somalia": "SOM", "South Africa": "ZAF", "South Korea": "KOR", "South Sudan": "SSD",
        "Spain": "ESP", "Sri Lanka": "LKA", "Sudan": "SDN", "Suriname": "SUR", "Sweden": "SWE",
        "Switzerland": "CHE", "Syria": "SYR", "Taiwan": "TWN", "Tajikistan": "TJK",
        "Tanzania": "TZA", "Thailand": "THA", "Timor-Leste": "TLS", "Togo": "TGO",
        "Trinidad and Tobago": "TTO", "Tunisia": "TUN", "Türkiye": "TUR", "Turkmenistan": "TKM",
        "Uganda": "UGA", "Ukraine": "UKR", "United Arab Emirates": "ARE",
        "United Kingdom": "GBR", "United States of America": "USA", "Uruguay": "URY",
        "Uzbekistan": "UZB", "Vanuatu": "VUT", "Venezuela": "VEN", "Viet Nam": "VNM",
        "Yemen": "YEM", "Zambia": "ZMB", "Zimbabwe": "ZWE",
        "*": ""}},
    "edition": "Walk Free, Global Slavery Index 2023",
    "model": "risk model on national surveys: a stock, on any day of the period"},
  "unmatched": "skip", "skipped_by": "no-figure",
  "records": [
    {"record": "statistic",
      "when": {"column": "Population", "not_in": ["", "-"]},
      "indicator": "Population", "territory": {"use": "country"},
      "territory_name": {"column": "Country"}, "dimension": "Total", "category": "Total",
      "sex": "Total", "age_band": "Total",
      "unit": "Persons", "value": {"column": "Population", "grouping": ","},
      "source": {"use": "edition"}, "method": "population that the estimate is stated for"},
    {"record": "statistic",
      "when": {"column": "Estimated prevalence of modern slavery per 1,000 population",
        "is": "present"},
      "indicator": "Estimated prevalence of modern slavery", "territory": {"use": "country"},
      "territory_name": {"column": "Country"}, "period": "2021", "dimension": "Total",
      "category": "Total", "sex": "Total", "age_band": "Total", "unit": "Per 1,000 population",
      "value": {"use": "prevalence"},
      "source": {"use": "edition"}, "method": {"use": "model"}},
    {"record": "statistic",
      "when": {"column": "Estimated number of people in modern slavery", "is": "present"},
      "indicator": "Estimated number of people in modern slavery",
      "territory": {"use": "country"}, "territory_name": {"column": "Country"},
      "period": "2021", "dimension": "Total", "category": "Total", "sex": "Total",
      "age_band": "Total", "unit": "Persons", "value": {"use": "number"},
      "source": {"use": "edition"}, "method": {"use": "model"}}]
})json";
  return kText;
}

}  // namespace headwater::ingest::internal
