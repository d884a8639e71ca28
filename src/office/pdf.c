/* pdf.c — DOCX or XLSX to PDF by LibreOffice. */
#include "office/convert.h"
#include "office/docx.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

enum { TIMEOUT_SECONDS = 120, MAX_PDF = 256 * 1024 * 1024 };

static const char *extension(const char *name)
{
    static const char *const known[] = {"docx", "xlsx"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++)
        if (strcasecmp(dot + 1, known[i]) == 0)
            return known[i];
    return NULL;
}

bool office_to_pdf(struct ctx *cx, const char *name, const void *bytes, size_t size, struct buf *out)
{
    const char *from = extension(name);
    if (!from)
        return fail(cx, ERR_UNSUPPORTED, "DOC-08", name, "只能把 .docx 和 .xlsx 转成 PDF",
                    "only .docx and .xlsx can be turned into PDF");
    switch (office_convert(from, bytes, size, "pdf", TIMEOUT_SECONDS, MAX_PDF, out)) {
    case CONVERTED:
        return true;
    case CONVERT_MISSING:
        return fail(cx, ERR_UNSUPPORTED, "DOC-08", name,
                    "生成 PDF 需要 LibreOffice：请在服务器上安装 libreoffice-writer-nogui 和 libreoffice-calc-nogui",
                    "PDF needs LibreOffice: install libreoffice-writer-nogui and libreoffice-calc-nogui on the server");
    case CONVERT_TIMEOUT:
        return fail(cx, ERR_BUSY, "DOC-08", name, "生成 PDF 超过%d秒，已停止；请稍后重试，或直接下载原文件",
                    "making the PDF took over %d seconds and was stopped; try again later, or take the file itself",
                    TIMEOUT_SECONDS);
    case CONVERT_TOO_LARGE:
        return fail(cx, ERR_TOO_LARGE, "DOC-08", name, "生成的 PDF 超过%dMB，请缩小范围",
                    "the PDF is over %d MB; choose less", MAX_PDF >> 20);
    case CONVERT_REFUSED:
        return fail(cx, ERR_INPUT, "DOC-08", name, "LibreOffice 无法打开这个文件，不能生成 PDF",
                    "LibreOffice cannot open this file, so there is no PDF");
    case CONVERT_SYSTEM:
        break;
    }
    const int error = errno;
    fail(cx, ERR_SYSTEM, "DOC-08", name, "无法启动 LibreOffice，请检查临时目录的磁盘空间和权限",
         "cannot start LibreOffice; check space and permissions of the temporary folder");
    fail_cause(cx, strerror(error));
    return false;
}
