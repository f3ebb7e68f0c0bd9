# The steps of bin/test, and how they are counted.
# shellcheck shell=bash

quick_steps() {
  step format 'prettier would change nothing' node node_modules/prettier/bin/prettier.cjs --check .
  step lint 'eslint, and with it who may import whom' node node_modules/eslint/bin/eslint.js .
  step types 'the TypeScript compiler' node node_modules/typescript/bin/tsc
  jest_step unit ''
  jest_step system ''
  jest_step contract ''
  step dist 'dist/ is what the source builds' node scripts/build.ts --check
}

postgres_step() {
  setup_postgres
  step fetch 'lab/postgres/fetch: servers and clients of every major' lab/postgres/fetch
  # One at a time: every file has servers of its own, and what they do takes longer than five seconds.
  jest_step postgres "$1" --runInBand --testTimeout=120000
}

# step NAME MEANING COMMAND...: counts as one.
step() {
  local name=$1 status=0 begun=$SECONDS
  say "$name: $2"
  run "${@:3}" || status=$?
  count $((status == 0)) $((status != 0))
  outcome "$name" "$begun" "$status"
}

# jest_step PROJECT NAME [jest flags]: counts its tests. With NAME, those in files whose path below
# __tests__/ contains it.
jest_step() {
  local project=$1 name=$2 status=0 begun=$SECONDS passed failed
  local result=$WORK/$1.json flags=("${@:3}")
  if [ -n "$name" ]; then flags+=(--testPathPatterns "__tests__/.*$(as_pattern "$name")"); fi
  say "$project: jest"
  # What tests leave in the temporary folder goes when bin/test ends.
  run env TMPDIR="$WORK/tmp" \
    node --experimental-vm-modules --no-warnings node_modules/jest/bin/jest.js \
    --selectProjects "$project" --ci --cacheDirectory "$CACHE/jest" \
    --json --outputFile="$result" "${flags[@]}" || status=$?
  read -r passed failed < <(node bin/lib/tally.js "$result" "$status") || { passed=0 failed=1; }
  count "$passed" "$failed"
  outcome "$project: $passed passed, $failed failed" "$begun" "$failed"
}

# Everything but letters, digits and a few harmless signs is escaped.
as_pattern() { sed 's/[^A-Za-z0-9_/-]/\\&/g' <<<"$1"; }

count() {
  PASSED=$((PASSED + $1))
  FAILED=$((FAILED + $2))
}

last_words() { printf '%s passed, %s failed\n' "$PASSED" "$FAILED"; }

outcome() {
  local verdict=ok
  [ "$3" = 0 ] || verdict=FAILED
  say "$1: $verdict after $((SECONDS - $2)) s"
}
