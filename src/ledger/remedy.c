/* remedy.c — what mends a remark of an import, by its code: shown beside what is wrong. */
#include "ledger/import.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *code;
    struct label remedy;
} remedies[] = {
    {"LGR-02", {"同一对象只留一行；确是两个对象的，让名称或代码有所区别", "keep one row of what is the same; where they are two, make names or codes differ"}},
    {"LGR-03", {"在标题写“单位：万元”、在表头写“（万元）”，或在列对应里选单位", "write 单位:万元 in the title, (万元) in the head, or choose the unit in the mapping"}},
    {"LGR-06", {"补上名称；不是数据的行请删去，或在序号列写“合计”“小计”", "fill in the name; delete a row that is no data, or mark it 合计 or 小计"}},
    {"LGR-07", {"把金额换算成元、万元或亿元，并改表头的单位", "convert the amounts to 元, 万元 or 亿元 and change the unit in the head"}},
    {"LGR-10", {"只填数字，如 12,345.67；说明文字写到备注列", "give a number only, such as 12,345.67; put words into the remarks column"}},
    {"LGR-11", {"这一格按空处理；要记金额就填数字", "the cell counts as empty; give a number to record an amount"}},
    {"LGR-12", {"写成 2023年3月、2023.3 或 2023-03-15", "write 2023年3月, 2023.3 or 2023-03-15"}},
    {"LGR-13", {"这一格按空处理；要记日期就写成 2023年3月", "the cell counts as empty; write 2023年3月 to record a date"}},
    {"LGR-14", {"把这一格改成文本或日期格式再填", "format the cell as text or as a date and fill it in again"}},
    {"LGR-15", {"填整数，不带小数和文字", "give a whole number without decimals or words"}},
    {"LGR-16", {"从所列的词里选一个填入", "use one of the words listed"}},
    {"LGR-17", {"金额列填金额，数量写到建设内容列", "put the amount here and the quantity into the content column"}},
    {"LGR-18", {"先在 Excel 里改正公式，或改填数值", "mend the formula in Excel, or put the value in its place"}},
    {"LGR-19", {"缩短文字，或把详情写到另一列", "shorten the text, or put the details into another column"}},
    {"LGR-20", {"改成符合规则的值再上传；暂时改不了的，可跳过这一行先导入其余各行", "give a value that keeps the rule and upload again, or leave this row out and import the others"}},
    {"LGR-30", {"核对合计行和各行，改正其中不对的", "compare the total with its rows and mend what is wrong"}},
    {"LGR-31", {"核对标注的个数和实有行数", "compare the number stated with the rows there are"}},
    {"LGR-32", {"核对累计、上年底和本年三个数", "compare the three: in all, before the year, this year"}},
    {"LGR-40", {"是同一项目就在表里补上项目代码、用记录里的名称，或先在页面上把记录改名再导入；不是则不必改", "if it is the same project, give its code or the name on record, or rename the record on its page first and import then; otherwise leave it"}},
    {"LGR-41", {"先导入或登记所指的项目，再导入这张表", "import or record what it refers to first, then this sheet"}},
    {"LGR-44", {"撤项、调出的，在表里留一行，项目状态写“撤项”，或在页面上改阶段；改名的，先在页面上改名再导入；漏填的补上", "keep a row of what was withdrawn and write 撤项 as its state, or change its stage on its page; rename what was renamed on its page first, then import; put back what was left out"}},
    {"LGR-43", {"只补历史就不必改；要以本表为准，先撤销较晚的那次导入；较晚的那份日期认错了的，撤销后写明截止日期再导入", "to add the past nothing is needed; to let this sheet count, undo the later import first; if the date of that one was mistaken, undo it and import it again with its date"}},
    {"LGR-42", {"可以照常导入；核实后改正这一行更好", "it can be imported; better to check and mend the row"}},
};
/* clang-format on */

struct label remark_remedy(const char *code)
{
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
        if (strcmp(remedies[i].code, code) == 0)
            return remedies[i].remedy;
    return (struct label){0};
}
