#!/bin/bash
# completion_test.sh — what bash completes: commands, the options of each, values, files.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck disable=SC1090
source <("${STEWARD:-build/steward}" completion bash) || exit 1
count=0 failed=0
# line, then words that must be offered; "-word" must not
offers() {
    count=$((count + 1))
    local line=$1 wrong='' want
    shift
    read -ra COMP_WORDS <<<"$line"
    [[ $line != *' ' ]] || COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _steward
    for want; do
        if [[ $want == !* ]]; then
            [[ " ${COMPREPLY[*]} " != *" ${want#!} "* ]] || wrong="$wrong $want"
        else
            [[ " ${COMPREPLY[*]} " == *" $want "* ]] || wrong="$wrong $want"
        fi
    done
    if [ -z "$wrong" ]; then echo "ok $count - $line"; else
        echo "not ok $count - $line:$wrong"
        failed=$((failed + 1))
    fi
}
offers 'steward ' import serve doctor --db
offers 'steward se' serve '!import'
offers 'steward --db import ' import serve
offers 'steward serve --' --listen --certificate --map-tiles --db --config '!--as-of'
offers 'steward serve --quiet --li' --listen '!--quiet'
offers 'steward --lang ' zh en '!serve'
offers 'steward help im' import
offers 'steward import share/sam' share/samples
offers 'steward --config READ' README.md
echo "1..$count"
[ $failed -eq 0 ]
