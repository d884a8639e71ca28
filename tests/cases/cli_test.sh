#!/bin/bash
# cli_test.sh — the command line's contract: what it prints, its exit codes, on SQLite or, with STEWARD_TEST_PG, PostgreSQL.
set -u
cd "$(dirname "$0")/../.." || exit 1
steward=${STEWARD:-build/steward}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sample=share/samples/weinan-2023.xlsx
db=$dir/zone.db
if [ -n "${STEWARD_TEST_PG:-}" ]; then
    db="$STEWARD_TEST_PG&options=-csearch_path%3Dcli_$$"
fi
count=0 failed=0
say() { # ok name
    count=$((count + 1))
    if [ "$1" = 0 ]; then echo "ok $count - $2"; else
        echo "not ok $count - $2"
        failed=$((failed + 1))
        sed 's/^/#  out: /' "$dir/out" | head -5
        sed 's/^/#  err: /' "$dir/err" | head -5
    fi
}
run() { "$steward" --db "$db" "$@" >"$dir/out" 2>"$dir/err"; }
exits() { # code name command…
    local want=$1 name=$2
    shift 2
    run "$@"
    local got=$?
    say "$([ "$got" = "$want" ] && echo 0 || echo 1)" "$name: exit $want (got $got)"
}
has() { # name text: in what the last command printed
    grep -qF -- "$2" "$dir/out" "$dir/err"
    say $? "$1"
}
value() { # metric value [more options]
    local metric=$1 want=$2
    shift 2
    run metric "$metric" --zone weinan --as-of 2023-12-31 --json "$@"
    grep -q "\"value\":$want[,}]" "$dir/out"
    say $? "$metric $* is $want"
}

exits 1 "a database that is not there" metric project.count --zone weinan
[ -n "${STEWARD_TEST_PG:-}" ] || { [ ! -e "$db" ]; say $? "asking makes no database"; }
exits 0 "dry run" import $sample --zone weinan --zone-name 渭南高新区 --dry-run --json
has "it lists what would be created" '"project":135'
exits 1 "a dry run leaves no zone" metric project.count --zone weinan
exits 0 "import" import $sample --zone weinan --zone-name 渭南高新区 --json
has "projects are created" '"project":135'
has "nothing is rejected" '"rejected":[]'
has "the sheet's totals agree with its rows" '"checks":[]'
exits 0 "the same file again" import $sample --zone weinan --json
has "creates nothing" '"created":{}'
has "updates nothing" '"updated":{}'

value project.count 135
value project.started 100
value project.new_started 31
value project.in_statistics 93
value project.completed 28
value project.halted 1
value investment.completed 2210000000000
value investment.completed_in_year 1714807000000
value investment.progress '"85.8"'
value problem.raised 91
value reserve.count 36
value reserve.total_investment 2858000000000
value lead.signed 3 --where "amount >= 10亿"
value grant.received 20000000000
value fund.size 50000000000
value project.count 65 --where "nature = '新建'"
value project.count 65 --where "建设性质 = 新建"

exits 0 "groups" metric project.started --zone weinan --as-of 2023-12-31 --by unit --json
has "by unit" '"groups":[{"key":'
exits 0 "rows" metric project.halted --zone weinan --as-of 2023-12-31 --rows --json
has "the row behind the one halted project" '停工,正在协调复工'
exits 0 "a list" list project --zone weinan --where "total_investment >= 1亿 and not in_statistics" --sort -total_investment --limit 5 --json
has "as JSON" '"items":[{"id":'

exits 0 "a reporter" user add zhangmin --zone weinan --name 张敏 --role reporter --unit 城市管理局
exits 0 "what a reporter may do" audit reporter
has "is of the own unit" "本单位及下级"
exits 0 "what that person may do" audit --zone weinan --person zhangmin
has "comes down to rows" "本单位及下级 5"
exits 1 "what nobody may do" audit --zone weinan --person nobody
exits 2 "neither a role nor a person" audit

exits 2 "no such command" fly
exits 2 "an unknown option" list project --zone weinan --colour red
exits 2 "a zone is needed" list project
exits 1 "no such zone" list project --zone nowhere
exits 1 "no such metric" metric project.startd --zone weinan
has "the nearest is offered" project.started
exits 1 "a condition that does not parse" list project --zone weinan --where "natur = 1"
exits 2 "a date that is none" metric project.count --zone weinan --as-of 2023-13-01
printf 'no workbook' >"$dir/not.xlsx"
exits 1 "not a workbook" import "$dir/not.xlsx" --zone weinan
exits 1 "a file that is not there" import "$dir/gone.xlsx" --zone weinan

exits 0 "export in our layout" export project --zone weinan --as-of 2023-12-31 -o "$dir/own.xlsx"
exits 0 "it reads back" import "$dir/own.xlsx" --zone weinan --dry-run --json
has "creating nothing" '"created":{}'
has "updating nothing" '"updated":{}'
exits 0 "exports are audited" list audit_record --zone weinan --where "act = 'export'" --json
has "with what left" '"entity":"project"'
exits 0 "export in the layout it came in" export project --zone weinan --like latest -o "$dir/like.xlsx"
exits 0 "it reads back too" import "$dir/like.xlsx" --zone weinan --dry-run --json
has "without a change" '"updated":{}'

exits 0 "the monthly bulletin" report monthly_bulletin --zone weinan --as-of 2023-12-31 -o "$dir/b.docx" --annex "$dir/b.xlsx"
unzip -p "$dir/b.docx" word/document.xml 2>/dev/null | sed 's/<[^>]*>//g' >"$dir/out"
has "says how many are started" '累计开工100个'
has "says what was completed" '累计完成投资221亿元'
exits 0 "its annex from a template of one's own" report monthly_bulletin --zone weinan --as-of 2023-12-31 -o "$dir/b.docx" --annex "$dir/own.xlsx" --annex-template "$dir/b.xlsx"
cmp -s "$dir/b.xlsx" "$dir/own.xlsx"
say $? "one without fields stays what it is"
exits 1 "a document as the template of an annex" report monthly_bulletin --zone weinan --as-of 2023-12-31 -o "$dir/half.docx" --annex "$dir/own.xlsx" --annex-template "$dir/b.docx"
has "says what it looks like" 'XLS-01'
[ ! -e "$dir/half.docx" ]; say $? "and writes no document without its annex"
exits 1 "the pack of no meeting" report meeting_pack --zone weinan -o "$dir/p.docx"
has "says that there is none" 'MTG-05'
cp "$dir/b.docx" "$dir/first.docx"
run report monthly_bulletin --zone weinan --as-of 2023-12-31 -o "$dir/b.docx"
cmp -s "$dir/b.docx" "$dir/first.docx"
say $? "made again it is the same, byte for byte"
exits 0 "a report that is kept" report monthly_bulletin --zone weinan --as-of 2023-12-31 -o "$dir/k.docx" --keep
has "it is told under which number" 'report_run 1'
exits 0 "past reports" list report_run --zone weinan --json
has "there it is" '月通报 2023年第12期'
exits 0 "help of a command" help export
has "names options as they are typed" '  -o FILE.xlsx'
exits 0 "a week is opened" week open --zone weinan
exits 0 "a unit's report as a workbook" week sheet --zone weinan --unit 城市管理局 -o "$dir/week.xlsx"
exits 1 "of no unit" week sheet --zone weinan --unit 没有局 -o "$dir/week.xlsx"
has "says which unit" '没有局'
printf '项目名称,形象进度,本月完成投资(万元)\n渭南高新区汽车核心零部件产业园项目,主体封顶,很多\n' >"$dir/week.csv"
exits 1 "a report with a cell that is no amount" week bring "$dir/week.csv" --zone weinan --unit 城市管理局
has "names the cell" 'C2'
sed -i 's/很多/12.5/' "$dir/week.csv"
exits 0 "a report only looked at" week bring "$dir/week.csv" --zone weinan --unit 城市管理局 --dry-run
has "says what differs" '主体封顶'
exits 0 "a report brought back" week bring "$dir/week.csv" --zone weinan --unit 城市管理局
has "takes what differs, for neither before was written" '采用 2 格'
exits 0 "the same again" week bring "$dir/week.csv" --zone weinan --unit 城市管理局
has "takes nothing" '采用 0 格'
exits 0 "the rest as unchanged" week bring "$dir/week.xlsx" --zone weinan --unit 城市管理局 --same
exits 0 "who has reported" week status --zone weinan --json
has "every project of the unit is filled in" '"expected":4,"filled":4'
exits 0 "the first report" list weekly_report --zone weinan --where "image_progress = '主体封顶'" --json
has "says what the sheet said" '"month_investment":12500000'

printf '项目名称,总投资(万元)\n撤销试验园,100\n' >"$dir/undo.csv"
exits 0 "one more ledger" import "$dir/undo.csv" --zone weinan --as-of 2023-12-31 --json
undone=$(grep -oE '"run":[0-9]+' "$dir/out" | tail -1 | cut -d: -f2)
value project.count 136
exits 0 "a dry undo" undo-import "$undone" --zone weinan --dry-run
has "it says so" '试算'
value project.count 136
exits 0 "undo" undo-import "$undone" --zone weinan --json
has "one project goes" '"deleted":{"project":1}'
value project.count 135
exits 0 "imports are listed" list import_run --zone weinan
has "with their state" '已撤销'
! grep -q '"sheets\|"kind"' "$dir/out"
say $? "without the documents inside them"
exits 1 "not twice" undo-import "$undone" --zone weinan
has "it says why" LGR-50
exits 2 "an import by its number" undo-import last --zone weinan
exits 0 "what the undone import made is deleted" list project --zone weinan --deleted --fields name
has "and listed" 撤销试验园
gone=$(grep 撤销试验园 "$dir/out" | cut -f1)
last=$(grep 撤销试验园 "$dir/out" | cut -f2)
exits 0 "a deleted row comes back" undo project "$gone" "$last" --zone weinan
value project.count 136
exits 0 "which is tried" undo project "$gone" "$((last + 1))" --zone weinan --dry-run --json
has "before it is undone" '"kind":"creation"'
value project.count 136
exits 0 "and undone" undo project "$gone" "$((last + 1))" --zone weinan
value project.count 135
exits 1 "no such version" undo project 1 99 --zone weinan
has "it says which" UND-01
exits 2 "a row by entity, number and version" undo project 1 last --zone weinan
exits 0 "a user" user add Wang --zone weinan --name 王强 --role office --lang en
once=$(cut -f2 "$dir/out")
has "with a password to be used once" "wang"
! grep -q "$once" "$dir/err"
say $? "which stands in the output alone"
exits 1 "not twice" user add wang --zone weinan
has "the login is taken" MDL-06
exits 1 "no role of that name" user add zhao --zone weinan --role emperor
has "it says so" MDL-04
exits 1 "no unit of that name" user add zhao --zone weinan --role reporter --unit 天文台
exits 2 "no such verb" user promote wang --zone weinan
exits 2 "no login" user add --zone weinan
echo "a stone in the river 7" >"$dir/password"
exits 0 "a password of his own" user password wang --zone weinan --password-stdin <"$dir/password"
echo "password123!" >"$dir/password"
exits 1 "not any password" user password wang --zone weinan --password-stdin <"$dir/password"
has "it says why" AUT-13
exits 0 "a token" user token wang --zone weinan --name 上报 --actions write
exits 2 "no longer than they may last" user token wang --zone weinan --expires-on 2999-12-31
exits 0 "sessions and tokens are listed" user sessions wang --zone weinan
exits 0 "another role" user role wang viewer --zone weinan
exits 0 "users are listed" user list --zone weinan
has "with their roles" "王强	viewer"
exits 0 "disabled" user disable wang --zone weinan
exits 0 "enabled" user enable wang --zone weinan
exits 0 "unlocked" user unlock wang --zone weinan
exits 0 "signed out" user sign-out wang --zone weinan
exits 1 "nobody of that name" user disable ghost --zone weinan
exits 0 "doctor" doctor
for command in import undo undo-import user metric list export report serve ddl openapi explain doctor version help; do
    "$steward" help $command --lang en >"$dir/out" 2>"$dir/err"
    say $? "help $command"
done
echo "1..$count"
exit $((failed > 0))
