/* icuuc.dll for Wine, which has none: the functions that Qt 6.9 and newer import from Windows'
 * own ICU, each refusing politely. Qt asks for a converter only for encodings it does not know
 * itself, and takes "there is none" for an answer.
 *
 * Built by lab.sh with mingw-w64; never part of the product.
 */
#define EXPORT __declspec(dllexport)

typedef int ErrorCode;
enum { UNSUPPORTED_ERROR = 16 }; /* U_UNSUPPORTED_ERROR of unicode/utypes.h */

static void refuse(ErrorCode *error)
{
    if (error)
        *error = UNSUPPORTED_ERROR;
}

/* No converter is ever opened, so nothing below is called with one. */
EXPORT void *ucnv_open(const char *name, ErrorCode *error)
{
    (void)name;
    refuse(error);
    return 0;
}

EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int index) { (void)index; return 0; }

EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, ErrorCode *error)
{
    (void)name, (void)standard;
    refuse(error);
    return 0;
}

EXPORT const char *ucnv_getName(const void *converter, ErrorCode *error)
{
    (void)converter;
    refuse(error);
    return 0;
}

EXPORT signed char ucnv_getMaxCharSize(const void *converter) { (void)converter; return 1; }
EXPORT int ucnv_toUCountPending(const void *c, ErrorCode *e) { (void)c; refuse(e); return 0; }
EXPORT int ucnv_fromUCountPending(const void *c, ErrorCode *e) { (void)c; refuse(e); return 0; }

/* Named by Qt, never reached: on x64 a callee may leave its arguments alone. */
EXPORT void ucnv_close(void) {}
EXPORT void ucnv_reset(void) {}
EXPORT void ucnv_toUnicode(void) {}
EXPORT void ucnv_fromUnicode(void) {}
EXPORT void ucnv_getToUCallBack(void) {}
EXPORT void ucnv_getFromUCallBack(void) {}
EXPORT void ucnv_setToUCallBack(void) {}
EXPORT void ucnv_setFromUCallBack(void) {}
EXPORT void ucnv_cbToUWriteUChars(void) {}
EXPORT void ucnv_cbFromUWriteUChars(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
