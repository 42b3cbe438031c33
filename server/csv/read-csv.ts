/** A row's fields and the line of the file on which it begins; the first is 1. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
  /** A quote that does not belong where it stands, or is never closed: the fields are not to be trusted. */
  readonly isBroken?: true;
}

export interface CsvLimits {
  readonly fieldChars: number;
  readonly fields: number;
}
const LIMITS: CsvLimits = { fieldChars: 2_000, fields: 64 };

/**
 * RFC 4180 as spreadsheets write it: any line ends, a byte-order mark, commas or (as Excel writes in many countries) semicolons or tabs,
 * told by the first line. Reads pieces of text as they come and hands out whole rows: memory does not grow with the file. A field longer
 * than the limit, or more fields than that, are cut: a broken quote must not take the rest of the file for one field.
 */
export class CsvReader {
  readonly #onRow: (row: CsvRow) => void;
  readonly #limits: CsvLimits;
  #separator: string | undefined;
  /** Text of the first line, until it is known what separates. */
  #head = '';
  #field = '';
  #fields: string[] = [];
  #state: 'plain' | 'quoted' | 'quote-in-quoted' = 'plain';
  #isBroken = false;
  #line = 1;
  #rowLine = 1;
  #wasReturn = false;

  constructor(onRow: (row: CsvRow) => void, limits: CsvLimits = LIMITS) {
    this.#onRow = onRow;
    this.#limits = limits;
  }

  write(text: string): void {
    if (this.#separator !== undefined) return this.#take(text);
    this.#head += text;
    const end = this.#head.search(/[\r\n]/);
    if (end === -1 && this.#head.length < 10_000) return;
    this.#begin(end === -1 ? this.#head : this.#head.slice(0, end));
  }

  /** Nothing follows: the last row needs no line end. */
  end(): void {
    if (this.#separator === undefined) this.#begin(this.#head);
    if (this.#state === 'quoted') this.#isBroken = true;
    if (this.#field !== '' || this.#fields.length > 0 || this.#isBroken) this.#endRow();
  }

  #begin(firstLine: string): void {
    const count = (separator: string) => firstLine.split(separator).length;
    const [best = ','] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
    this.#separator = best;
    const head = this.#head.charCodeAt(0) === 0xfeff ? this.#head.slice(1) : this.#head;
    this.#head = '';
    this.#take(head);
  }

  #take(text: string): void {
    for (const char of text) {
      if (char === '\n' && this.#wasReturn) {
        this.#wasReturn = false;
        if (this.#state === 'quoted') this.#add(char);
        continue;
      }
      this.#wasReturn = char === '\r';
      if (char === '\n' || char === '\r') this.#line++;
      this.#char(char);
    }
  }

  #char(char: string): void {
    if (this.#state === 'quoted') {
      if (char === '"') this.#state = 'quote-in-quoted';
      else this.#add(char);
      return;
    }
    if (this.#state === 'quote-in-quoted' && char === '"') {
      this.#state = 'quoted';
      return this.#add(char);
    }
    if (char === this.#separator) return this.#endField();
    if (char === '\n' || char === '\r') return this.#endRow();
    if (this.#state === 'quote-in-quoted' || char === '"') {
      // Only at the start of a field does a quote open, and after the closing one nothing follows.
      if (this.#state === 'plain' && this.#field === '') {
        this.#state = 'quoted';
        return;
      }
      this.#isBroken = true;
    }
    this.#add(char);
  }

  #add(char: string): void {
    if (this.#field.length < this.#limits.fieldChars) this.#field += char;
    else this.#isBroken = true;
  }

  #endField(): void {
    if (this.#fields.length < this.#limits.fields) this.#fields.push(this.#field);
    else this.#isBroken = true;
    this.#field = '';
    this.#state = 'plain';
  }

  #endRow(): void {
    this.#endField();
    const fields = this.#fields;
    const isEmpty = fields.length === 1 && fields[0] === '' && !this.#isBroken;
    if (!isEmpty) this.#onRow({ line: this.#rowLine, fields, ...(this.#isBroken ? { isBroken: true as const } : {}) });
    this.#fields = [];
    this.#isBroken = false;
    this.#rowLine = this.#line;
  }
}
