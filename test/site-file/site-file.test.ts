import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeProblem, parseSiteFile } from '../../server/site-file/parse.js';
import { siteConfigOf } from '../../server/site-file/site-file.js';

const lines = (text: string): string[] => {
  const parsed = parseSiteFile(text);
  return parsed.ok ? [] : parsed.error.map((problem) => describeProblem('site.yaml', problem));
};

const cases: readonly (readonly [what: string, text: string, problems: string[]])[] = [
  ['an empty file has no name', '', ['site.yaml:1 name: is missing']],
  ['a list is no site', '- a\n- b\n', ['site.yaml:1 must be a group of fields']],
  ['a bare text is no site', 'hello', ['site.yaml:1 must be a group of fields']],
  [
    'a threshold of two hours',
    'name: A\nqueues:\n  - key: a\n  - key: b\n  - key: c\n    name: C\n    thresholdSeconds: 7200\n',
    ['site.yaml:7 queues[2].thresholdSeconds: must be at most 3600'],
  ],
  ['a length as text', 'name: A\nqueues:\n  - key: a\n    wrapUpSeconds: 30s\n', ['site.yaml:4 queues[0].wrapUpSeconds: must be a number']],
  [
    'a negative length',
    'name: A\nqueues:\n  - { key: a, shortAbandonSeconds: -1 }\n',
    ['site.yaml:3 queues[0].shortAbandonSeconds: must be at least 0'],
  ],
  [
    'a contract and a skill that are not in the file',
    'name: A\npeople:\n  - key: a\n    contract: FULL\n    skills: [{ code: vip }]\n',
    [
      'site.yaml:4 people[0].contract: is not the code of a contract in this file',
      'site.yaml:5 people[0].skills[0].code: is not the code of a skill in this file',
    ],
  ],
  [
    'a contract with a shift template that is none, and a code twice',
    'name: A\nworkforce:\n  contracts:\n    - { code: F, name: F, templates: [X] }\n    - { code: F, name: G }\n',
    [
      'site.yaml:4 workforce.contracts[0].templates[0]: is not the code of a shift template in this file',
      'site.yaml:5 workforce.contracts[1].code: is the same as contracts[0].code',
    ],
  ],
  ['a queue without key', 'name: A\nqueues:\n  - key: a\n  - name: B\n', ['site.yaml:4 queues[1].key: is missing']],
  ['a misspelt field', 'name: A\nqueues:\n  - key: a\n    treshold: 20\n', ['site.yaml:4 queues[0].treshold: is not known']],
  [
    'a field of the log’s own',
    'name: A\nqueues:\n  - key: a\n    thresholdMs: 20000\n',
    ['site.yaml:4 queues[0].thresholdMs: is not known'],
  ],
  [
    'a formula that is none',
    'name: A\nqueues:\n  - key: a\n    formula: best\n',
    ['site.yaml:4 queues[0].formula: must be one of slAnswered, slOffered, slAbandonCounts, slLateAbandons, slExShort, slWithFlowouts'],
  ],
  [
    'a goal said twice',
    'name: A\nqueues:\n  - key: a\n    goalPercent: 80\n    goalRatio: 0.8\n',
    ['site.yaml:5 queues[0].goalRatio: says the same as goalPercent: keep one'],
  ],
  ['the same queue twice', 'name: A\nqueues:\n  - key: a\n  - key: a\n', ['site.yaml:4 queues[1].key: is the same as queues[0].key']],
  [
    'the same login in capitals',
    'name: A\nusers:\n  - { login: lin, name: L, role: lead }\n  - { login: Lin, name: L, role: lead }\n',
    ['site.yaml:4 users[1].login: is the same as users[0].login'],
  ],
  [
    'somebody in a team that is not there',
    'name: A\nteams: [{ name: 一组 }]\npeople:\n  - key: x\n    team: 二组\n',
    ['site.yaml:5 people[0].team: is not the name of a team in this file'],
  ],
  [
    'a lead of a team that is not there',
    'name: A\nusers:\n  - login: lin\n    name: L\n    role: lead\n    teams: [一组]\n',
    ['site.yaml:6 users[0].teams[0]: is not the name of a team in this file'],
  ],
  [
    'a password in the file',
    'name: A\nusers:\n  - login: lin\n    name: L\n    role: lead\n    password: x\n',
    ['site.yaml:6 users[0].password: is not known'],
  ],
  [
    'a wall that signs in',
    'name: A\nusers:\n  - { login: tv, name: T, role: wall }\n',
    ['site.yaml:3 users[0].role: must be one of agent, lead, supervisor, admin'],
  ],
  ['a zone that is none', 'name: A\ntimeZone: Beijing\n', ['site.yaml:2 timeZone: must be an IANA time zone such as Asia/Shanghai']],
  ['an interval of an hour', 'name: A\nintervalMinutes: 60\n', ['site.yaml:2 intervalMinutes: must be 15 or 30']],
  ['a key __proto__', 'name: A\n__proto__: { demo: true }\n', ['site.yaml:2 __proto__: is not known']],
  [
    'several at once, in order',
    'name: ""\nqueues:\n  - key: a\n    code: LONGER\n  - {}\n',
    [
      'site.yaml:1 name: must not be empty',
      'site.yaml:4 queues[0].code: must have at most 4 characters',
      'site.yaml:5 queues[1].key: is missing',
    ],
  ],
];

test.each(cases)('%s is told with line and field', (_what, text, problems) => {
  expect(lines(text)).toEqual(problems);
});

test.each([
  ['a tab', 'name: A\nqueues:\n\t- key: a\n', 3],
  ['a bracket left open', 'name: A\nqueues: [\n', 3],
  ['a field written twice', 'name: A\nname: B\n', 2],
])('%s is a YAML error with its line', (_what, text, line) => {
  expect(lines(text)[0]).toMatch(new RegExp(`^site\\.yaml:${line} `));
});

test('a file that multiplies itself by aliases is refused', () => {
  const bomb = `${'abcdefghij'
    .split('')
    .map(
      (letter, i, all) =>
        `${letter}: &${letter} [${
          i === 0
            ? '"x"'
            : Array(10)
                .fill(`*${all[i - 1]}`)
                .join(',')
        }]`,
    )
    .join('\n')}\n`;
  expect(lines(bomb)).toEqual(['site.yaml:1 repeats itself too often by aliases']);
});

test('agents are asked for 15 seconds and see who listens, unless the file says otherwise', () => {
  const configOf = (text: string) => {
    const parsed = parseSiteFile(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return siteConfigOf(parsed.value, { timeZone: 'UTC', demo: false });
  };
  expect(configOf('name: A')).toMatchObject({ monitoring: { agentSees: true }, desk: { offerMs: 15_000 } });
  const other = 'name: A\nmonitoring: { agentSees: false }\ndesk: { offerSeconds: 30 }';
  expect(configOf(other)).toMatchObject({ monitoring: { agentSees: false }, desk: { offerMs: 30_000 } });
  expect(lines('name: A\ndesk: { offerSeconds: 31 }')).toEqual(['site.yaml:2 desk.offerSeconds: must be at most 30']);
});

test('JSON is a site file too', () => {
  expect(parseSiteFile('{"name":"A","queues":[{"key":"q"}]}').ok).toBe(true);
  expect(lines('{"name":"A",\n"queues":[{"key":7}]}')).toEqual(['site.yaml:2 queues[0].key: must be text']);
});

test('the example in the documentation is good, and comes out in milliseconds and ratios', () => {
  const text = readFileSync(fileURLToPath(new URL('../../docs/site.example.yaml', import.meta.url)), 'utf8');
  const parsed = parseSiteFile(text);
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => describeProblem('site.example.yaml', problem)).join('\n'));
  const config = siteConfigOf(parsed.value, { timeZone: 'UTC', demo: false });
  expect(config).toMatchObject({ name: '东湾客服中心', timeZone: 'Asia/Shanghai', intervalMs: 1_800_000, demo: false });
  expect(config.queues[0]).toEqual({
    key: 'support',
    name: '售后服务',
    nameEn: 'After-sales',
    code: 'AFT',
    thresholdMs: 20_000,
    shortAbandonMs: 5_000,
    goalRatio: 0.8,
    formula: 'slExShort',
    wrapUpMs: 30_000,
  });
  expect(config.people).toHaveLength(2);
  expect([config.monitoring, config.desk]).toEqual([{ agentSees: true }, { offerMs: 20_000 }]);
  expect(parsed.value.users.map((user) => user.role)).toEqual(['lead', 'agent']);
});

test('skills, contracts and the hours of people in another zone come out of the file as they are planned with', () => {
  const text = readFileSync(fileURLToPath(new URL('../../docs/site.example.yaml', import.meta.url)), 'utf8');
  const parsed = parseSiteFile(text);
  if (!parsed.ok) throw new Error('the example is bad');
  const { workforce, people } = siteConfigOf(parsed.value, { timeZone: 'UTC', demo: false });
  expect(people[0]).toMatchObject({
    contract: 'FULL',
    skills: [
      { code: 'support', level: 4 },
      { code: 'sales', speedFactor: 1.2 },
    ],
  });
  expect(people[1]).toMatchObject({ homeTz: 'Asia/Urumqi' });
  expect(workforce.contracts.map(({ code, ruleSet }) => [code, ruleSet])).toEqual([
    ['FULL', 'cn-standard'],
    ['STUDENT', 'default'],
  ]);
  expect(workforce.buffer.eap?.phone).toBe('400-000-0000');
});
