import { describe, expect, test } from 'vitest';
import { factsOf, isFact, type Scenario, story } from './recordings.js';

/** Every stay of every recorded scenario in the order of joining: caller, queue, and what became of it. */
const SEEN: readonly { scenario: Scenario; about: string; stays: readonly (readonly [caller: string, queue: string, story: string])[] }[] =
  [
    {
      scenario: '01-join-answer-complete',
      about: 'callers who are answered: who ended the talk is told, through Local members and ring-all queues too',
      stays: [
        ['Anna Caller', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Bert Caller', 'sales', 'joined sales · answered 1002 · ended 1002 agent'],
        ['Cleo Caller', 'support', 'joined support · answered 1010 · ended 1010 caller'],
        ['Dora Caller', 'support', 'joined support · answered 1007 · ended 1007 agent'],
        ['Evan Gold', 'vip', 'joined vip · answered 1019 · ended 1019 agent'],
        ['Fred Angry', 'complaints', 'joined complaints · answered 1014 · ended 1014 caller'],
        ['(withheld)', 'sales', 'joined sales · answered 1003 · ended 1003 caller'],
        ['Hana Caller', 'sales', 'joined sales · answered 1004 · ended 1004 caller'],
      ],
    },
    {
      scenario: '01b-no-timestamps-eventmask',
      about: 'events without time stamps and behind a filter tell the same',
      stays: [
        ['Anna Caller', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Bert Caller', 'support', 'joined support · answered 1010 · ended 1010 agent'],
        ['Carl Caller', 'sales', 'joined sales · answered 1002 · ended 1002 caller'],
      ],
    },
    {
      scenario: '02-abandon-while-waiting',
      about: 'callers who give up while they wait',
      stays: [
        ['Ann Abandon', 'sales', 'joined sales · abandoned'],
        ['Waiter 1', 'sales', 'joined sales · abandoned'],
        ['Waiter 2', 'sales', 'joined sales · abandoned'],
        ['Waiter 3', 'sales', 'joined sales · abandoned'],
        ['Quick Quitter', 'sales', 'joined sales · abandoned'],
        ['Sue Port', 'support', 'joined support · abandoned'],
        ['Cora Plain', 'complaints', 'joined complaints · abandoned'],
        ['Kicked Caller', 'sales', 'joined sales · abandoned'],
      ],
    },
    {
      scenario: '03-ring-no-answer-next-agent',
      about: 'phones that ring out, are busy, or ring all at once',
      stays: [
        [
          'Vera Vip',
          'vip',
          'joined vip · no-answer 1019 · busy 1020 · no-answer 1019 · no-answer 1019 · busy 1020 · no-answer 1019 · no-answer 1019 · busy 1020 · no-answer 1019 · no-answer 1019 · busy 1020 · abandoned',
        ],
        [
          'Rita Robin',
          'sales',
          'joined sales · no-answer 1006 · no-answer 1001 · no-answer 1002 · no-answer 1003 · answered 1004 · ended 1004 agent',
        ],
        ['Sup 0', 'support', 'joined support · answered 1010 · ended 1010 caller'],
        ['Sup 1', 'support', 'joined support · answered 1007 · ended 1007 caller'],
        [
          'Sup 2',
          'support',
          'joined support · no-answer 1006 · no-answer 1006 · no-answer 1006 · no-answer 1006 · no-answer 1006 · abandoned',
        ],
        [
          'Nora Noanswer',
          'complaints',
          'joined complaints · no-answer 1017 · no-answer 1013 · no-answer 1016 · no-answer 1012 · no-answer 1015 · no-answer 1018 · no-answer 1014 · left exit-empty',
        ],
      ],
    },
    {
      scenario: '04-pause-add-remove-members',
      about: 'agents who are paused or removed during a call finish it',
      stays: [
        ['Pat', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Rem', 'sales', 'joined sales · answered 1020 · ended 1020 caller'],
      ],
    },
    {
      scenario: '04b-readonly-user-permission-denied',
      about: 'a user who may only read sees the floor',
      stays: [['Ro Only', 'sales', 'joined sales · answered 1001 · ended 1001 caller']],
    },
    {
      scenario: '05-timeout-exitkey-exitempty-full',
      about: 'callers who leave without having hung up',
      stays: [
        ['Tim Eout', 'sales', 'joined sales · no-answer 1002 · no-answer 1003 · left timeout'],
        ['Kay One', 'sales', 'joined sales · left key-exit'],
        ['Kay Two', 'sales', 'joined sales · left key-exit'],
        ['Kay Two', 'sales', 'joined sales · abandoned'],
        ['Kay Seven', 'sales', 'joined sales · abandoned'],
        [
          'Em Pty',
          'complaints',
          'joined complaints · no-answer 1017 · no-answer 1013 · no-answer 1016 · no-answer 1012 · no-answer 1015 · no-answer 1018 · no-answer 1014 · left exit-empty',
        ],
        ['Vip 1', 'vip', 'joined vip · abandoned'],
        ['Vip 2', 'vip', 'joined vip · abandoned'],
        ['Vip 3', 'vip', 'joined vip · abandoned'],
        ['Vip 4', 'vip', 'joined vip · abandoned'],
        ['Vip 5', 'vip', 'joined vip · abandoned'],
      ],
    },
    {
      scenario: '06-redirect-waiting-caller',
      about: 'waiting callers moved by a supervisor are not abandoned',
      stays: [
        ['Red One', 'sales', 'joined sales · left redirected'],
        ['Red One', 'support', 'joined support · answered 1010 · ended 1010 caller'],
        ['Red Two', 'sales', 'joined sales · left redirected · handed over 1003 · ended 1003 caller'],
        ['Already Waiting', 'sales', 'joined sales · answered 1003 · ended 1003 caller'],
        ['Red Three', 'vip', 'joined vip · left redirected'],
        ['Red Three', 'sales', 'joined sales · priority 10 · answered 1003 · ended 1003 agent'],
        ['Red Four', 'sales', 'joined sales · left redirected'],
        ['Bouncer', 'sales', 'joined sales · left redirected'],
        ['Bouncer', 'complaints', 'joined complaints · left redirected'],
        ['Bouncer', 'support', 'joined support · answered 1007 · ended 1007 caller'],
      ],
    },
    {
      scenario: '07-reassign-mid-call',
      about: 'calls in progress that are moved: each agent’s part ends when it ended',
      stays: [
        ['Mid One', 'sales', 'joined sales · answered 1001 · ended 1001 moved · handed over 1004 · ended 1004 caller'],
        ['Mid Two', 'sales', 'joined sales · answered 1002 · ended 1002 moved'],
        ['Mid Two', 'support', 'joined support · answered 1010 · ended 1010 caller'],
        ['Mid Three', 'sales', 'joined sales · answered 1003 · ended 1003 blind-transfer · handed over 1004 · ended 1004 caller'],
        ['Mid Four', 'sales', 'joined sales · answered 1004 · ended 1004 blind-transfer'],
        ['Mid Four', 'support', 'joined support · answered 1007 · ended 1007 caller'],
        [
          'Mid Five',
          'sales',
          'joined sales · answered 1005 · held · resumed · ended 1005 blind-transfer · handed over 1003 · ended 1003 caller',
        ],
        ['Mid Six', 'sales', 'joined sales · answered 1006 · held · ended 1006 attended-transfer · handed over 1003 · ended 1003 caller'],
        ['Mid Seven', 'sales', 'joined sales · answered 1001 · held · resumed · ended 1001 caller'],
        ['Mid Eight', 'sales', 'joined sales · answered 1002 · ended 1002 moved'],
        ['Mid Eight', 'vip', 'joined vip · answered 1019 · ended 1019 agent'],
        ['Mid Nine', 'sales', 'joined sales · answered 1003 · ended 1003 moved'],
        ['Mid Ten', 'sales', 'joined sales · answered 1004 · ended 1004 moved · handed over 1004 · ended 1004 agent'],
        ['Mid Eleven', 'support', 'joined support · answered 1006 · ended 1006 moved · handed over 1003 · ended 1003 caller'],
        ['Mid Twelve', 'support', 'joined support · answered 1009 · ended 1009 unknown · handed over 1004 · ended 1004 caller'],
        ['Mid Thirteen', 'sales', 'joined sales · answered 1005 · ended 1005 caller'],
      ],
    },
    {
      scenario: '07b-blindtransfer-with-local-member',
      about: 'transfers through Local members',
      stays: [
        ['Loc One', 'support', 'joined support · answered 1010 · ended 1010 blind-transfer · handed over 1003 · ended 1003 caller'],
        ['Loc Two', 'support', 'joined support · answered 1007 · ended 1007 unknown · handed over 1004 · ended 1004 caller'],
        ['Loc Three', 'sales', 'joined sales · answered 1001 · ended 1001 blind-transfer'],
        ['Loc Three', 'vip', 'joined vip · answered 1019 · ended 1019 caller'],
        ['Loc Four', 'sales', 'joined sales · answered 1002 · ended 1002 blind-transfer'],
        ['Loc Five', 'sales', 'joined sales · answered 1003 · ended 1003 blind-transfer'],
      ],
    },
    {
      scenario: '08-listen-whisper-barge',
      about: 'a supervisor who listens changes nothing for the call',
      stays: [
        ['Spied Upon', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Spied Local', 'support', 'joined support · answered 1010 · ended 1010 caller'],
      ],
    },
    {
      scenario: '09-priority-change-and-withdraw',
      about: 'callers put first, and callers taken out',
      stays: [
        ['Prio 1', 'sales', 'joined sales · left withdrawn'],
        ['Prio 2', 'sales', 'joined sales · left withdrawn'],
        ['Prio 3', 'sales', 'joined sales · priority 9 · priority 0 · answered 1001 · ended 1001 caller'],
        ['Prio 4', 'sales', 'joined sales · priority 5 · answered 1001 · ended 1001 caller'],
        ['Prio 5', 'sales', 'joined sales · priority 8 · answered 1001 · ended 1001 caller'],
      ],
    },
    {
      scenario: '10-wrapup-and-device-state',
      about: 'one agent between calls, wrap-up and calls of the agent’s own',
      stays: [
        ['Wrap One', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Wrap Two', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Waits For Outbound', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Nobody Home', 'sales', 'joined sales · answered 1001 · ended 1001 agent'],
        [
          'Busy Loop',
          'sales',
          'joined sales · busy 1001 · busy 1001 · busy 1001 · busy 1001 · busy 1001 · busy 1001 · busy 1001 · busy 1001 · busy 1001 · answered 1001 · ended 1001 caller',
        ],
        ['Vip Shared', 'vip', 'joined vip · answered 1001 · ended 1001 caller'],
        ['Sales Shared', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['First Line', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
        ['Second Line', 'sales', 'joined sales · answered 1001 · ended 1001 caller'],
      ],
    },
    {
      scenario: '10b-hold-unhold',
      about: 'only the agent’s own hold is a hold',
      stays: [
        ['Holly Hold', 'sales', 'joined sales · answered 1001 · held · resumed · held · ended 1001 caller'],
        ['Henry Hold', 'support', 'joined support · answered 1010 · held · resumed · ended 1010 agent'],
        ['Caller Holds', 'sales', 'joined sales · answered 1002 · ended 1002 caller'],
      ],
    },
    {
      scenario: '12-restart-and-reconnect',
      about: 'what was seen around a lost connection and two restarts',
      stays: [
        ['Talks Through', 'sales', 'joined sales · answered 1001'],
        ['Will Abandon In Gap', 'sales', 'joined sales'],
        ['Will Connect In Gap', 'sales', 'joined sales · ended 1001 caller'],
        ['Support Talks', 'support', 'joined support · answered 1010'],
        ['Cut While Talking', 'support', 'joined support · answered 1007 · ended 1007 agent'],
        ['Cut While Talking 2', 'vip', 'joined vip · answered 1020 · ended 1020 agent'],
        ['Cut While Waiting', 'sales', 'joined sales · left system'],
        ['Cut While Waiting 2', 'sales', 'joined sales · left system'],
        ['After Restart', 'support', 'joined support · answered 1007 · ended 1007 caller'],
        ['Graceful', 'support', 'joined support · answered 1006 · ended 1006 caller'],
      ],
    },
    {
      scenario: '12b-crash-kill9-and-reconnect',
      about: 'what was seen around a crash',
      stays: [
        ['Talks At Crash', 'sales', 'joined sales · answered 1001'],
        ['Waits At Crash', 'sales', 'joined sales'],
        ['Rings At Crash', 'support', 'joined support'],
        ['After Crash', 'support', 'joined support · answered 1007 · ended 1007 caller'],
      ],
    },
  ];

describe.each(SEEN)('$scenario: $about', ({ scenario, stays }) => {
  const joined = factsOf(scenario).filter(isFact('visit.joined'));

  test('nobody joins but those who did', () => {
    expect(joined.map((fact) => [fact.caller.name ?? '(withheld)', fact.queueKey])).toEqual(
      stays.map(([caller, queue]) => [caller, queue]),
    );
  });

  test.each(stays.map((stay, index) => [...stay, index] as const))('%s in %s: %s', (_caller, _queue, told, index) => {
    const key = joined[index]?.visitKey;
    expect(story(factsOf(scenario).filter((fact) => 'visitKey' in fact && fact.visitKey === key))).toBe(told);
  });
});
