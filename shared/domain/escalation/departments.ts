import type { Department, EscalationConfig } from './config.js';
import type { CaseType, Grade } from './words.js';

/** 《跨部门协作响应时效表》: an answer to a receipt is owed within ten minutes unless the table says otherwise. */
const ACK_MIN = 10;

export const departmentOf = ({ departments }: EscalationConfig, code: string): Department | undefined =>
  departments.find((department) => department.code === code);

export interface Response {
  readonly ackMin: number;
  readonly preliminaryMin?: number;
  readonly updateH?: number;
  readonly solveTarget?: NonNullable<Department['response'][number]['solveTarget']>;
}

/** Of each time the first line that fits and tells it. */
export function responseOf(config: EscalationConfig, code: string, type: CaseType | undefined, grade: Grade): Response {
  const rows = (departmentOf(config, code)?.response ?? []).filter(
    ({ types, grades }) =>
      (types === undefined || (type !== undefined && types.includes(type))) && (grades === undefined || grades.includes(grade)),
  );
  const first = <F extends 'ackMin' | 'preliminaryMin' | 'updateH' | 'solveTarget'>(field: F) =>
    rows.find((row) => row[field] !== undefined)?.[field];
  const preliminaryMin = first('preliminaryMin');
  const updateH = first('updateH');
  const solveTarget = first('solveTarget');
  return {
    ackMin: first('ackMin') ?? ACK_MIN,
    ...(preliminaryMin === undefined ? {} : { preliminaryMin }),
    ...(updateH === undefined ? {} : { updateH }),
    ...(solveTarget === undefined ? {} : { solveTarget }),
  };
}
