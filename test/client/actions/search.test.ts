import { describe, expect, test } from 'vitest';
import { type Option, pick } from '../../../client/actions/palette/option.js';
import { howWell } from '../../../client/actions/palette/search.js';

describe('a name is found', () => {
  test.each(['赵思源', '思源', 'zsy', 'zhaosiyuan', 'zhao si', 'siyuan', 'ZSY'])('赵思源 by %s', (query) => {
    expect(howWell(['赵思源'], query)).toBeGreaterThan(0);
  });
  test('曾 and 单 as surnames sound as surnames do', () => {
    expect(howWell(['曾静'], 'zengjing')).toBeGreaterThan(0);
    expect(howWell(['单雪'], 'shanxue')).toBeGreaterThan(0);
  });
  test('by its English form and its code', () => {
    expect(howWell(['投诉受理', 'Complaints', 'CMP'], 'compl')).toBeGreaterThan(0);
    expect(howWell(['投诉受理', 'Complaints', 'CMP'], 'cmp')).toBe(10);
  });
  test('but not by letters that are not in it', () => {
    expect(howWell(['赵思源'], 'xyz')).toBe(0);
  });
});

test('what is written comes before what merely sounds so, and what is not allowed comes last, with its reason', () => {
  const options: Option[] = [
    { id: 'a', title: '张三' },
    { id: 'b', title: '章散', why: 'signed out' },
    { id: 'c', title: 'zs-desk' },
  ];
  expect(pick(options, 'zs').map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});
