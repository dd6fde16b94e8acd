#!/bin/sh
# The main job, end to end: sets up a bare machine, builds, makes a synthetic trafficking case, loads
# it as an investigator would hold it, analyses it, and writes demo/report.html. Everything it makes
# stands in demo/, which is made anew.
#   demo.sh [--scale S] [--seed N]
. "$(dirname -- "$0")/prepare.sh"

scale=1
seed=7
while [ $# -gt 0 ]; do
  case "$1" in
    --scale) scale=$2; shift 2 ;;
    --seed) seed=$2; shift 2 ;;
    *) echo "usage: $0 [--scale S] [--seed N]" >&2; exit 1 ;;
  esac
done

install_packages
configure_and_build release -DHEADWATER_BUILD_TESTS=OFF -DHEADWATER_BUILD_BENCH=OFF \
  -DHEADWATER_BUILD_EXAMPLES=OFF
cd "$project_folder"

headwater=build/release/bin/headwater
demo=demo
store=$demo/case.hw
rm -rf "$demo"
umask 077 # it names suspects
mkdir -p "$demo"

say() { printf '\n== %s\n' "$*"; }

# Prints a command as a person would type it, then runs it.
run() {
  printf '\n$ headwater %s\n' "$*"
  "$headwater" "$@"
}

say "A synthetic case: ordinary lives, one trafficking ring, and decoys who look like it"
run generate "$demo/case" --preset trafficking --scale "$scale" --seed "$seed" --truth "$demo/truth"
run key new "$demo/victims.key"

say "Loading what an investigator would hold; the truth stays outside"
run ingest "$store" "$demo/case" --format case --victim-key "$demo/victims.key"
run stats "$store"
run verify "$store"

say "Who matters, on money alone and on money and trafficking ties together"
run analyze "$store" pagerank --layers money --top 5
run analyze "$store" pagerank --layers money,relations,victims --resolve probable:0.7 --top 5 \
  --victim-key "$demo/victims.key"
run analyze "$store" wcc --layers money --top 3
run analyze "$store" wcc --layers money,relations,victims --top 3 --victim-key "$demo/victims.key"
run analyze "$store" cdlp --layers money --top 3
run analyze "$store" cdlp --layers money,relations,victims --undirected --top 3 \
  --victim-key "$demo/victims.key"

say "The ring around the two known members"
run rank ring "$store" --layers money,relations,victims --resolve probable:0.7 \
  --victim-key "$demo/victims.key" --top 25

say "Following the asserted proceeds, and who profited"
run trace "$store" --from-assertions --rule pro-rata --resolve probable:0.7 --limit 10 --rows 10
run attribute "$store" --by entity --resolve probable:0.7 --victim-key "$demo/victims.key" \
  --truth "$demo/truth"

say "The same, had an analyst adopted the first 15 of the ranking as members"
"$headwater" rank ring "$store" --layers money,relations,victims --resolve probable:0.7 \
  --victim-key "$demo/victims.key" --top 15 --csv 2>"$demo/ranking.notes" |
  sed 1d | cut -d, -f2 >"$demo/ranked.txt"
run attribute "$store" --by entity --resolve probable:0.7 --victim-key "$demo/victims.key" \
  --members-from "$demo/ranked.txt" --truth "$demo/truth"

say "How often would this have named an innocent? 20 seeds, beside two baselines"
run rank evaluate --seeds 20

say "Two numbers a territory: victims and illicit profit"
run measure scoreboard "$store" --audience internal --resolve probable:0.7 \
  --victim-key "$demo/victims.key"
run measure scoreboard "$store" --audience publication --resolve probable:0.7 \
  --victim-key "$demo/victims.key"

say "For publication where more victims are known: another made-up case, in a store of its own"
run generate "$demo/other_case" --preset trafficking --scale 0.05 --seed 2 \
  --truth "$demo/other_truth"
run ingest "$demo/other_case.hw" "$demo/other_case" --format case --victim-key "$demo/victims.key"
run measure scoreboard "$demo/other_case.hw" --by form --audience publication \
  --resolve probable:0.7 --victim-key "$demo/victims.key"
printf '%s\n' \
  "With seed 7 every count of the first case is from 1 to 9, and nothing is shown. Here twelve" \
  "people were exploited in one form: that count is shown. The few in the other form are hidden," \
  "and so is the total, which would give them back. Money is hidden beside a hidden count, where" \
  "one member has most of it, or where it would give something back: hidden cells look alike, so" \
  "that none says why. Unknown is what no record says; it is not hidden, and not 0."

say "One page for a head of unit; it names suspects, so it is internal"
run report "$store" --audience internal --output "$demo/report.html" \
  --victim-key "$demo/victims.key" --truth "$demo/truth" --resolve probable:0.7
say "Open $demo/report.html in a browser: one page, no network needed"
