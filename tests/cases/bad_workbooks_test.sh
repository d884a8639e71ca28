#!/bin/bash
# bad_workbooks_test.sh — files that are no ledger: exit code 1, a message that says what is wrong, nothing written.
set -u
cd "$(dirname "$0")/../.." || exit 1
steward=${STEWARD:-build/steward}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sample=share/samples/weinan-2023.xlsx
count=0 failed=0
say() { # ok name
    count=$((count + 1))
    if [ "$1" = 0 ]; then echo "ok $count - $2"; else
        echo "not ok $count - $2"
        failed=$((failed + 1))
        sed 's/^/# /' "$dir/err" | head -5
    fi
}
refused() { # name file code
    timeout 20 "$steward" --db "$dir/zone.db" import "$dir/$2" --zone bad >"$dir/out" 2>"$dir/err"
    local got=$?
    say "$([ $got = 1 ] && echo 0 || echo 1)" "$1: exit 1 (got $got)"
    grep -qF "$3" "$dir/out" "$dir/err"
    say $? "$1: says $3"
    "$steward" --db "$dir/zone.db" metric project.count --zone bad >/dev/null 2>"$dir/err"
    say "$([ $? = 1 ] && echo 0 || echo 1)" "$1: nothing was written, not even the zone"
}

: >"$dir/empty.xlsx"
refused "an empty file" empty.xlsx XLS-02
printf '%%PDF-1.7 something else' >"$dir/report.xlsx"
refused "a PDF by the name of .xlsx" report.xlsx XLS-01
head -c 9000 $sample >"$dir/cut.xlsx"
refused "a workbook cut short" cut.xlsx XLS-03
printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1%0600d' 0 >"$dir/old.xlsx"
refused "a damaged old workbook" old.xlsx XLS-
printf '项目名称,总投资(万元),责任单位\n甲项目,100,住建局\n甲项目,200,住建局\n' >"$dir/twice.csv"
refused "two rows with one key" twice.csv LGR-02
printf '项目名称,总投资,责任单位\n甲项目,100,住建局\n' >"$dir/unit.csv"
refused "no unit of money" unit.csv LGR-03
printf '某区项目表\n单位:万美元\n项目名称,总投资,责任单位\n甲项目,100,住建局\n' >"$dir/dollars.csv"
refused "a unit of money we do not know" dollars.csv LGR-07
printf '项目名称,总投资(万元),责任单位\n甲项目,5万亩,住建局\n' >"$dir/acres.csv"
refused "a quantity in a column of money" acres.csv LGR-17
printf '项目名称,总投资(万元),开工时间\n甲项目,100,2023.13\n' >"$dir/date.csv"
refused "a month that is none" date.csv LGR-12
printf '姓名,电话\n张三,1380000\n' >"$dir/people.csv"
refused "a list of people" people.csv LGR-01
printf '项目名称,总投资(万元)\n"甲项目,100\n' >"$dir/quote.csv"
refused "a quote that is never closed" quote.csv CSV-02
echo "1..$count"
exit $((failed > 0))
