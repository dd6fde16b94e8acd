// IOM's Human Trafficking Case Data Standard 2.0, fields and picklists as it defines them, in the
// language of docs/mapping.md. Written from the standard: nobody publishes cases. Whatever names or
// locates a person is not read.
#include <string>

#include <boost/algorithm/string/replace.hpp>

#include "ingest/internal/format_texts.h"

namespace headwater::ingest::internal {

namespace {

constexpr std::string_view kHtcdsHead = R"json({
  "headwater_mapping": 1,
  "name": "htcds",
  "precision": "day",
  "keep_victim_text": true,
  "define": {
    "means": {
      "debt-bondage": "debt-bondage", "debtbondage": "debt-bondage",
      "excessive-working-hours": "excessive-working-hours",
      "excessiveworkinghours": "excessive-working-hours", "false-promises": "false-promises",
      "falsepromises": "false-promises", "other": "other", "physical-abuse": "physical-abuse",
      "physical-threats": "physical-threats", "physicalabuse": "physical-abuse",
      "physicalthreats": "physical-threats", "psychoactive-substance": "psychoactive-substances",
      "psychoactive-substances": "psychoactive-substances",
      "psychoactivesubstance": "psychoactive-substances",
      "psychoactivesubstances": "psychoactive-substances",
      "psychological-abuse": "psychological-abuse", "psychologicalabuse": "psychological-abuse",
      "restricts-financial-access": "restricts-financial-access",
      "restricts-medical-care": "restricts-medical-care",
      "restricts-movement": "restricts-movement",
      "restrictsfinancialaccess": "restricts-financial-access",
      "restrictsmedicalcare": "restricts-medical-care",
      "restrictsmovement": "restricts-movement", "sexual-abuse": "sexual-abuse",
      "sexualabuse": "sexual-abuse", "takes-earnings": "takes-earnings",
      "takesearnings": "takes-earnings",
      "threat-of-law-enforcement": "threat-of-law-enforcement",
      "threatens-children-family": "threatens-children-family",
      "threatenschildrenfamily": "threatens-children-family",
      "threatoflawenforcement": "threat-of-law-enforcement", "threats": "threats",
      "threats-law-enforcement": "threat-of-law-enforcement",
      "threatslawenforcement": "threat-of-law-enforcement", "uses-children": "uses-children",
      "useschildren": "uses-children", "withholds-documents": "withholds-documents",
      "withholds-necessities": "withholds-necessities",
      "withholdsdocuments": "withholds-documents",
      "withholdsnecessities": "withholds-necessities",
      "threats-of-law-enforcement": "threat-of-law-enforcement"},
    "types": {
      "child-labour": "child-labour", "childlabour": "child-labour",
      "forced-adoption": "forced-adoption", "forced-begging": "forced-begging",
      "forced-labour": "forced-labour", "forced-marriage": "forced-marriage",
      "forced-military-by-non-state-actors": "forced-military",
      "forcedadoption": "forced-adoption", "forcedbegging": "forced-begging",
      "forcedlabour": "forced-labour", "forcedmarriage": "forced-marriage",
      "forcedmilitarybynonstateactors": "forced-military", "organ-removal": "organ-removal",
      "organremoval": "organ-removal", "other": "other", "servitude": "servitude",
      "sexual-exploitation": "sexual-exploitation", "sexualexploitation": "sexual-exploitation",
      "surrogacy": "surrogacy"},
    "industries": {
      "A_AgricultureForestryAndFishing": "A", "B_MiningAndQuarrying": "B",
      "C_Manufacturing": "C", "D_ElectricityGasSteamAndAirConditioningSupply": "D",
      "E_WaterSupplySewerageWasteManagement": "E", "F_Construction": "F",
      "G_WholesaleAndRetailTradeRepairOfMotorVehicles": "G", "H_TransportationAndStorage": "H",
      "I_AccommodationAndFoodServiceActivities": "I", "J_InformationAndCommunication": "J",
      "K_FinancialAndInsuranceActivities": "K", "L_RealEstateActivities": "L",
      "M_ProfessionalScientificAndTechnicalActivities": "M",
      "N_AdministrativeAndSupportServiceActivities": "N",
      "O_PublicAdministrationAndDefence": "O", "P_Education": "P",
      "Q_HumanHealthAndSocialWorkActivities": "Q", "R_ArtsEntertainmentAndRecreation": "R",
      "S_OtherServiceActivities": "S", "T_ActivitiesOfHouseholdsAsEmployers": "T",
      "U_ActivitiesOfExtraterritorialOrganizations": "U"},
    "sex types": {
      "pornography": "pornography", "private-sexual-services": "private-sexual-services",
      "privatesexualservices": "private-sexual-services", "prostitution": "prostitution",
      "remote-interactive-services": "remote-interactive-services",
      "remoteinteractiveservices": "remote-interactive-services"},
    "recruitment methods": {
      "at-a-place-of-business": "at-a-place-of-business",
      "at-an-educational-institution": "at-an-educational-institution", "at-work": "at-work",
      "ataneducationalinstitution": "at-an-educational-institution",
      "ataplaceofbusiness": "at-a-place-of-business", "atwork": "at-work", "other": "other",
      "through-a-newspaper-advert": "through-a-newspaper-advert",
      "through-a-television-advert": "through-a-television-advert",
      "through-an-online-advertisement": "through-an-online-advertisement",
      "through-family-or-family-events": "through-family-or-family-events",
      "through-friends-or-social-events": "through-friends-or-social-events",
      "through-online-social-networks": "through-online-social-networks",
      "throughanewspaperadvert": "through-a-newspaper-advert",
      "throughanonlineadvertisement": "through-an-online-advertisement",
      "throughatelevisionadvert": "through-a-television-advert",
      "throughfamilyorfamilyevents": "through-family-or-family-events",
      "throughfriendsorsocialevents": "through-friends-or-social-events",
      "throughonlinesocialnetworks": "through-online-social-networks"},
    "genders": {
      "feminine": "female", "masculine": "male", "non-conforming": "non-conforming",
      "nonconforming": "non-conforming", "transgender-feminine": "transgender-feminine",
      "transgender-masculine": "transgender-masculine",
      "transgenderfeminine": "transgender-feminine",
      "transgendermasculine": "transgender-masculine",
      "nonspecifiedunknown": "", "not-specified-unknown": ""},
    "relations": {
      "acquainted": "acquainted", "familial": "familial", "unacquainted": "unacquainted",
      "unaquainted": "unacquainted"},
    "deciders": {
      "court-or-prosecution": "court-or-prosecution",
      "courtorprosecution": "court-or-prosecution", "ngo": "ngo",
      "non-police-governmental-organization": "non-police-governmental-organization",
      "nonpolicegovernmentalorganization": "non-police-governmental-organization",
      "other": "other", "police": "police"},
    "case statuses": {
      "active": "active", "closed": "closed", "closed-referred": "closed-referred",
      "closedreferred": "closed-referred", "follow-up": "follow-up", "followup": "follow-up"},
    "ages": {
      "0": "0-8", "1": "0-8", "2": "0-8", "3": "0-8", "4": "0-8", "5": "0-8", "6": "0-8",
      "7": "0-8", "8": "0-8", "9": "9-17", "10": "9-17", "11": "9-17", "12": "9-17",
      "13": "9-17", "14": "9-17", "15": "9-17", "16": "9-17", "17": "9-17", "18": "18-20",
      "19": "18-20", "20": "18-20", "21": "21-23", "22": "21-23", "23": "21-23", "24": "24-26",
      "25": "24-26", "26": "24-26", "27": "27-29", "28": "27-29", "29": "27-29", "30": "30-38",
      "31": "30-38", "32": "30-38", "33": "30-38", "34": "30-38", "35": "30-38", "36": "30-38",
      "37": "30-38", "38": "30-38", "39": "39-47", "40": "39-47", "41": "39-47", "42": "39-47",
      "43": "39-47", "44": "39-47", "45": "39-47", "46": "39-47", "47": "39-47", "48": "48+",
      "49": "48+", "50": "48+", "51": "48+", "52": "48+", "53": "48+", "54": "48+", "55": "48+",
      "56": "48+", "57": "48+", "58": "48+", "59": "48+", "60": "48+", "61": "48+", "62": "48+",
      "63": "48+", "64": "48+", "65": "48+", "66": "48+", "67": "48+", "68": "48+", "69": "48+",
      "70": "48+", "71": "48+", "72": "48+", "73": "48+", "74": "48+", "75": "48+", "76": "48+",
      "77": "48+", "78": "48+", "79": "48+", "80": "48+", "81": "48+", "82": "48+", "83": "48+",
      "84": "48+", "85": "48+", "86": "48+", "87": "48+", "88": "48+", "89": "48+", "90": "48+",
      "91": "48+", "92": "48+", "93": "48+", "94": "48+", "95": "48+", "96": "48+", "97": "48+",
      "98": "48+", "99": "48+"},
    "status": {"column": "vic_TraffickingStatus", "slug": true, "map": {
      "actual-victim-of-trafficking": "actual", "actualvictimoftrafficking": "actual",
      "possible-victim-of-trafficking": "possible", "possiblevictimoftrafficking": "possible",
      "notavictimoftrafficking": "no-victim", "not-a-victim-of-trafficking": "no-victim"}}},
  "parts": [)json";

// A row of the form, as it lists what is chosen: by blanks, or in the template by semicolons.
constexpr std::string_view kHtcdsPart = R"json(
    {"unmatched": "skip",
      "records": [
        {"record": "victim-flow", "kind": "exploitation",
         "when": {"value": {"use": "status"}, "not": "no-victim"},
         "id": {"first_of": [{"column": "meta-instanceID", "optional": true},
           {"column": "KEY", "optional": true}, {"column": "_uuid", "optional": true},
           {"row_of_file": true}]},
         "victim": {"kind": "victim", "id": {"first_of": [
           {"column": "prs_IdentityNumber", "optional": true},
           {"column": "meta-instanceID", "optional": true}, {"column": "KEY", "optional": true},
           {"column": "_uuid", "optional": true}, {"row_of_file": true}]}, "attributes": {
           "trafficking-status": {"use": "status"},
           "trafficking-status-by": {"first_of": [
             {"column": "vic_TraffickingStatusDecisionMakingOrg", "optional": true},
             {"column": "vic_TraffickinStatusDecisionMakingOrg", "optional": true}],
             "slug": true, "map": {"use": "deciders"}},
           "exploitation-type": {"column": "vic_TypeOfExploitation", "split": "%SPLIT%",
             "slug": true, "map": {"use": "types"}},
           "sector": {"column": "vic_ForcedLabourIndustry", "optional": true, "split": "%SPLIT%",
             "map": {"use": "industries"}},
           "sex-type": {"column": "vic_TypeOfSexExploitation", "optional": true,
             "split": "%SPLIT%", "slug": true, "map": {"use": "sex types"}},
           "recruitment-method": {"column": "vic_MethodOfRecruitment", "optional": true,
             "split": "%SPLIT%", "slug": true, "map": {"use": "recruitment methods"}},
           "trafficker-relation": {"column": "vic_RelationshipToTrafficker", "optional": true,
             "slug": true, "map": {"use": "relations"}},
           "citizenship": {"column": "prs_Citizenship", "optional": true, "split": "%SPLIT%",
             "country": "code"},
           "case-status": {"column": "cas_Status", "optional": true, "slug": true,
             "map": {"use": "case statuses"}}}},
         "recruitment": {"column": "vic_LocationOfRecruitment", "optional": true,
           "country": "code-or-empty"},
         "exploitation": {"column": "vic_LocationOfExploitation", "optional": true,
           "country": "code-or-empty"},
         "form": {"column": "vic_TypeOfExploitation", "split": "%SPLIT%", "slug": true,
           "map": {"use": "types"}, "several": "mixed"},
         "sector": {"column": "vic_ForcedLabourIndustry", "optional": true, "split": "%SPLIT%",
           "map": {"use": "industries"}, "several": ""},
         "means": {"column": "%METHODS%", "split": "%SPLIT%", "slug": true,
           "map": {"use": "means"}},
         "sex": {"column": "prs_Gender", "optional": true, "slug": true, "map": {"use": "genders"}},
         "age_band": {"column": "vic_AgeWhenTrafficked", "optional": true,
           "map": {"use": "ages"}},
         "citizenship": {"column": "prs_Citizenship", "optional": true, "split": "%SPLIT%",
           "country": "code", "several": ""}}]})json";

std::string htcds_part(std::string_view methods, std::string_view separator) {
  std::string text(kHtcdsPart);
  boost::replace_all(text, "%METHODS%", methods);
  boost::replace_all(text, "%SPLIT%", separator);
  return text;
}

}  // namespace

std::string_view htcds_format() {
  static const std::string text = std::string(kHtcdsHead) +
                                  htcds_part("vic_Methods_of_Control", " ") + "," +
                                  htcds_part("vic_MethodsOfControl", ";") + "]}";
  return text;
}

}  // namespace headwater::ingest::internal
