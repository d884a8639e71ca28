#!/bin/bash
# backup_test.sh — a restore drill with the program itself: back up, lose everything, restore, compare; and move between engines.
set -u
cd "$(dirname "$0")/../.." || exit 1
steward=$(realpath "${STEWARD:-build/steward}")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
db=$dir/zone.db
new=$dir/new.db
if [ -n "${STEWARD_TEST_PG:-}" ]; then
    db="$STEWARD_TEST_PG&options=-csearch_path%3Dbackup_$$"
    new="$STEWARD_TEST_PG&options=-csearch_path%3Drestore_$$"
fi
count=0 failed=0
say() { # ok name
    count=$((count + 1))
    if [ "$1" = 0 ]; then echo "ok $count - $2"; else
        echo "not ok $count - $2"
        failed=$((failed + 1))
        sed 's/^/# /' "$dir/out" "$dir/err" | head -8
    fi
}
exits() { # code name command…
    local want=$1 name=$2
    shift 2
    "$steward" "$@" >"$dir/out" 2>"$dir/err"
    local got=$?
    say "$([ "$got" = "$want" ] && echo 0 || echo 1)" "$name: exit $want (got $got)"
}
has() { # name text: in what the last command printed
    grep -qF -- "$2" "$dir/out" "$dir/err"
    say $? "$1"
}

# A dump without what the audit was told of dumps and restores, and without the counts of rows that this changes.
content() {
    awk '/^\[[0-9]+,[0-9]+,"(export|restore)",/ { next } /^\{/ { gsub(/"rows":[0-9]+/, "\"rows\":") } { print }' "$1"
}
told() { grep -cE "^\[[0-9]+,[0-9]+,\"$1\"," "$dir/after"; }

exits 0 "a zone with its ledger" --db "$db" import share/samples/weinan-2023.xlsx --zone weinan --zone-name 渭南高新区 --lang en
exits 0 "its dump" --db "$db" dump -o "$dir/before"
exits 1 "a dump overwrites nothing" --db "$db" dump -o "$dir/before"
openssl rand -hex 32 >"$dir/key"
exits 0 "a backup" --db "$db" backup "$dir/one.backup" --key-file "$dir/key" --json
has "says what it holds" '"sealed":true'
cp "$dir/out" "$dir/made"
exits 1 "a backup overwrites nothing" --db "$db" backup "$dir/one.backup" --lang en
has "and says so" "exists already"
exits 0 "it is whole" verify "$dir/one.backup" --key-file "$dir/key" --json
has "with its zone" '"zones":["weinan"]'
exits 1 "closed without its key" verify "$dir/one.backup" --lang en
has "and says what is needed" "--key-file"
exits 2 "a passphrase and a key" verify "$dir/one.backup" --key-file "$dir/key" --passphrase-file "$dir/key"
exits 3 "a full disk" --db "$db" backup /dev/full
has "is named" "[BAK-13]"
exits 1 "restoring over data is refused" --db "$db" restore "$dir/one.backup" --key-file "$dir/key"
has "and says what would do" "[BAK-09]"

# The drill: all that is left is the backup and its key.
exits 0 "restored into a new database" --db "$new" restore "$dir/one.backup" --key-file "$dir/key" --lang en
exits 0 "its dump" --db "$new" dump -o "$dir/after"
cmp <(content "$dir/before") <(content "$dir/after") >"$dir/out" 2>&1
say $? "is the one before, byte for byte"
say "$([ "$(told export),$(told restore),$(told backup)" = 2,2,0 ] && echo 0 || echo 1)" \
    "but for the records of the first dump and of the restore, in the chain of the zone and in that of no zone"
exits 0 "the audit of the zone" --db "$new" list audit_record --zone weinan --where "act = 'restore'" --json
has "says what was restored" "$(sed -n 's/.*"digest":"\([0-9a-f]*\)".*/\1/p' "$dir/made")"
exits 0 "and that of the database backed up" --db "$db" list audit_record --zone weinan --where "act = 'backup'" --json
has "says what was backed up" "$(sed -n 's/.*"digest":"\([0-9a-f]*\)".*/\1/p' "$dir/made")"
exits 0 "the restored database answers" --db "$new" metric project.count --zone weinan --as-of 2023-12-31 --json
has "with the same number" '"value":135'
exits 0 "its audit is whole, and its rows are as it says" --db "$new" verify
exits 0 "and takes the same ledger" --db "$new" import share/samples/weinan-2023.xlsx --zone weinan --json
has "which changes nothing" '"created":{}'

# A backup through a pipe, and a passphrase from the environment.
export STEWARD_BACKUP_PASSPHRASE="correct horse battery"
"$steward" --db "$db" backup - 2>"$dir/err" | "$steward" verify - --json >"$dir/out" 2>>"$dir/err"
say $? "a backup through a pipe"
has "is encrypted" '"sealed":true'
unset STEWARD_BACKUP_PASSPHRASE

# What is beside the database comes along: settings, and in an encrypted backup their secrets and the keys too.
printf '[ldap]\naddress = ldaps://directory\npassword = open sesame\n' >"$dir/zone.conf"
openssl rand -hex 32 >"$dir/codes.key"
openssl rand -hex 32 >"$dir/seal.key"
export STEWARD_CONFIG=$dir/zone.conf STEWARD_PEOPLE_CODE_KEY=$dir/codes.key STEWARD_AUDIT_KEY=$dir/seal.key
exits 0 "an encrypted backup with settings" --db "$db" backup "$dir/sealed.backup" --key-file "$dir/key"
exits 0 "an open one" --db "$db" backup "$dir/open.backup"
unset STEWARD_CONFIG
exits 0 "the encrypted one" verify "$dir/sealed.backup" --key-file "$dir/key" --json
has "holds settings and keys" '"beside":["settings","seal-key","code-key"]'
exits 0 "the open one" verify "$dir/open.backup" --json
has "holds no key" '"beside":["settings"]'
cd "$dir" || exit 1 # where they go that no file lies beside
export STEWARD_PEOPLE_CODE_KEY=$dir/again.codes STEWARD_AUDIT_KEY=$dir/again.seal
exits 0 "restored from the encrypted one" --db "$dir/sealed.db" restore "$dir/sealed.backup" --key-file "$dir/key"
has "and told where they went" "code-key → $dir/again.codes"
cmp "$dir/zone.conf" "$dir/sealed.db.conf" && cmp "$dir/codes.key" "$dir/again.codes" && cmp "$dir/seal.key" "$dir/again.seal"
say $? "settings and keys are back as they were"
say "$([ "$(stat -c %a "$dir/sealed.db.conf" "$dir/again.codes" | sort -u)" = 600 ] && echo 0 || echo 1)" "for their owner alone"
echo mine >"$dir/open.db.conf"
exits 0 "restored from the open one" --db "$dir/open.db" restore "$dir/open.backup"
has "beside what is there" "open.db.conf.restored"
say "$([ "$(cat "$dir/open.db.conf")" = mine ] && grep -q "address = ldaps" "$dir/open.db.conf.restored" &&
    ! grep -q sesame "$dir/open.db.conf.restored" && echo 0 || echo 1)" "which stays, and no secret came along"
grep -aq "open sesame" "$dir/open.backup" "$dir/sealed.backup"
say $((1 - $?)) "nor is one in either file to be read"
cd - >"$dir/out" || exit 1
unset STEWARD_PEOPLE_CODE_KEY STEWARD_AUDIT_KEY

# A damaged one is found, and leaves no database behind.
cp "$dir/one.backup" "$dir/bad.backup"
printf '\x55' | dd of="$dir/bad.backup" bs=1 seek=20000 conv=notrunc 2>/dev/null
exits 1 "a damaged backup" verify "$dir/bad.backup" --key-file "$dir/key"
has "is found" "[BAK-04]"
exits 1 "and is not restored" --db "$dir/bad.db" restore "$dir/bad.backup" --key-file "$dir/key"
[ ! -e "$dir/bad.db" ] && [ ! -e "$dir/bad.db-wal" ]
say $? "no database is left behind"

# To SQLite, and back to a new place on the engine at hand.
exits 0 "loaded into SQLite" --db "$dir/lite.db" load "$dir/before"
"$steward" --db "$dir/lite.db" dump 2>"$dir/err" | cmp - "$dir/before" >"$dir/out" 2>>"$dir/err"
say $? "equal there"
back=$dir/back.db
[ -z "${STEWARD_TEST_PG:-}" ] || back="$STEWARD_TEST_PG&options=-csearch_path%3Dback_$$"
"$steward" --db "$dir/lite.db" dump 2>"$dir/err" | tee "$dir/second" | "$steward" --db "$back" load - >"$dir/out" 2>>"$dir/err"
say $? "and loaded again"
"$steward" --db "$back" dump 2>"$dir/err" | cmp - "$dir/second" >"$dir/out" 2>>"$dir/err"
say $? "equal again"

echo "1..$count"
[ $failed -eq 0 ]
