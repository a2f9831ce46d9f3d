#!/usr/bin/env bash
# Installs wslint from the action's checkout, and runs it. action.yml says what the variables hold.
# Runs with the bash 3.2 of macOS too.
set -euo pipefail

refuse() {
  echo "::error title=wslint::$1"
  echo "exit-code=2" >>"$GITHUB_OUTPUT"
  exit 2
}

# The words of an input, quoted as in a shell but with nothing expanded, one a line.
words_of() {
  "$ACTION_PYTHON" -c 'import shlex, sys; print("\n".join(shlex.split(sys.argv[1])))' "$1" 2>/dev/null | tr -d '\r' ||
    refuse "a quotation mark is not closed: $1" >&2
}

# An environment for each checkout: a job may use two versions.
install() {
  local home
  home=$RUNNER_TEMP/wslint-$(cksum <<<"$ACTION_HOME" | tr -d ' ')
  program=$home/bin/wslint
  if [[ ${RUNNER_OS:-} == Windows ]]; then
    program=$home/Scripts/wslint.exe
  fi
  if [[ ! -x $program ]]; then
    echo "::group::Install wslint"
    "$ACTION_PYTHON" -m venv "$home"
    "${program%/*}/python" -m pip --disable-pip-version-check install --quiet "$ACTION_HOME"
    echo "::endgroup::"
  fi
}

options=()
sarif=
case $ACTION_FORMAT in
annotations) options+=(--output-format github) ;;
sarif)
  sarif=$ACTION_SARIF_FILE
  options+=(--output-format text --report "sarif=$sarif")
  ;;
*) refuse "format: \`$ACTION_FORMAT\` is not one of annotations, sarif" ;;
esac
if [[ -n $ACTION_FAIL_ON ]]; then
  options+=(--fail-on "$ACTION_FAIL_ON")
fi

given=$(words_of "$ACTION_ARGS")
while IFS= read -r word; do
  [[ -z $word ]] || options+=("$word")
done <<<"$given"
paths=()
given=$(words_of "$ACTION_PATHS")
while IFS= read -r word; do
  [[ -z $word ]] || paths+=("$word")
done <<<"$given"

install
code=0
[[ -z $sarif ]] || rm -f -- "$sarif"
"$program" check "${options[@]}" -- ${paths[@]+"${paths[@]}"} || code=$?
# What could not be checked has no report to upload.
[[ -f $sarif ]] || sarif=
{
  echo "exit-code=$code"
  echo "sarif-file=$sarif"
} >>"$GITHUB_OUTPUT"
exit "$code"
