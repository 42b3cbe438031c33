import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvReader, type CsvRow } from '../../server/csv/read-csv.js';
import { csvLine, plainField } from '../../server/csv/write-csv.js';

function read(text: string, pieceLength = text.length || 1): CsvRow[] {
  const rows: CsvRow[] = [];
  const reader = new CsvReader((row) => rows.push(row));
  for (let at = 0; at < text.length; at += pieceLength) reader.write(text.slice(at, at + pieceLength));
  reader.end();
  return rows;
}
const fieldsOf = (text: string) => read(text).map(({ fields }) => fields);

test('a roster comes as spreadsheets write it: any line end, a byte-order mark, commas, semicolons or tabs', () => {
  const expected = [
    ['agent', 'date'],
    ['SIM/1', '2026-11-21'],
  ];
  for (const text of ['agent,date\r\nSIM/1,2026-11-21\r\n', '\ufeffagent;date\nSIM/1;2026-11-21', 'agent\tdate\rSIM/1\t2026-11-21\r'])
    expect(fieldsOf(text)).toEqual(expected);
});

test('quotes hold separators, quotes and line ends; a row’s line is the one it begins on', () => {
  expect(read('a,b\n"x,1","say ""hi""\r\nand go"\n3,4\n')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['x,1', 'say "hi"\r\nand go'] },
    { line: 4, fields: ['3', '4'] },
  ]);
});

test('empty lines are no rows, and do not shift the numbers of those that follow', () => {
  expect(read('a\n\n\nb\n').map(({ line }) => line)).toEqual([1, 4]);
});

test('a quote out of place spoils its own row only', () => {
  const rows = read('a,b\nx"y,1\n"x"y,1\nok,2\n');
  expect(rows.map(({ isBroken }) => isBroken ?? false)).toEqual([false, true, true, false]);
});

test('a quote that is never closed is found out at the end of the file, and does not fill the memory', () => {
  const rows = read(`a,b\n"${'x'.repeat(50_000)}\n`);
  expect(rows[1]?.isBroken).toBe(true);
  expect(rows[1]?.fields[0]?.length).toBe(2_000);
});

test('what is written is read again, in pieces of any length, formulas and all', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', '+86 10', '-5', '@x', '周"敏"', ' a ', 'x\ny', "'=1", '\t=1', '＝cmd'));
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      (rows, piece) => {
        const text = csvLine(['a', 'b']) + rows.map(csvLine).join('');
        const back = read(text, piece).slice(1);
        expect(back.map(({ fields }) => fields.map(plainField))).toEqual(rows);
      },
    ),
  );
});

test('no field begins with what a spreadsheet computes', () => {
  for (const value of ['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1']) expect(csvLine([value])).toMatch(/^"?'/);
  expect(csvLine(['2026-11-21', '09:00', '周敏'])).toBe('2026-11-21,09:00,周敏\r\n');
});
