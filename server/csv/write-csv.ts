/** Excel reads UTF-8 only where a file begins with it. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * One line of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it, which spreadsheets show as text and
 * do not compute (CWE-1236); `plainField` takes it off again.
 */
export const csvLine = (fields: readonly (string | number)[]): string => `${fields.map(csvField).join(',')}\r\n`;

function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Full-width forms too: some spreadsheets read them alike. Whatever has apostrophes already gets one more, so that nothing is lost. */
const FORMULA = /^'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const ESCAPED_FORMULA = /^'+\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A field as it was before it was written. */
export const plainField = (value: string): string => (ESCAPED_FORMULA.test(value) ? value.slice(1) : value);
