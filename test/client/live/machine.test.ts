import { describe, expect, test } from 'vitest';
import { connectionOf } from '../../../client/live/connection.js';
import {
  BACKOFF_CAP_MS,
  BEHIND_AFTER_MS,
  type Input,
  type Link,
  type MachineState,
  PATIENCE_MS,
  RELOAD_SPREAD_MS,
  RESTORED_FOR_MS,
  STALE_AFTER_MS,
  startMachine,
  step,
  wakeAt,
} from '../../../client/live/machine.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.js';
import { at, EPOCH, frame, heartbeat, OTHER_EPOCH, SERVER_AHEAD_MS, welcome } from '../support/fake-browser.js';

const begin = (reloaded = false) => startMachine({ now: 0, dice: 0.5 }, { reloaded });

/** Takes the machine through inputs, each at its time. */
function run(inputs: readonly (readonly [now: number, input: Input])[], state = begin(), dice = 0.5) {
  const deeds: string[] = [];
  for (const [now, input] of inputs) {
    const next = step(state, input, { now, dice });
    state = next.state;
    deeds.push(...next.deeds.map((deed) => deed.do));
  }
  return { state, deeds };
}

const beat = (now: number, more: Parameters<typeof heartbeat>[1] = {}): Input => ({
  type: 'heartbeat',
  beat: heartbeat(SERVER_AHEAD_MS + now, more),
});
const TO_CURRENT: readonly (readonly [number, Input])[] = [
  [0, { type: 'tick' }],
  [10, { type: 'opened' }],
  [20, { type: 'welcome', welcome: welcome() }],
  [30, { type: 'frame', frame: frame(null, 5) }],
  [40, beat(40)],
];
const current = () => run(TO_CURRENT).state;

const LINKS: Record<Link['at'], MachineState> = {
  waiting: { ...begin(), link: { at: 'waiting', tryAt: 1_000 } },
  opening: { ...begin(), link: { at: 'opening', since: 0 } },
  greeting: { ...begin(), link: { at: 'greeting', since: 0, resumed: false } },
  current: current(),
  closed: { ...begin(), link: { at: 'closed', because: 'signed-out' } },
};

describe('every place, and what happens there', () => {
  const whole: Input = { type: 'frame', frame: frame(null, 9) };
  const next: Input = { type: 'frame', frame: frame(5, 9) };
  const gap: Input = { type: 'frame', frame: frame(7, 9) };
  const forked: Input = { type: 'frame', frame: { ...frame(5, 9), epoch: OTHER_EPOCH } };
  const lost: Input = { type: 'lost', signedOut: false };
  const out: Input = { type: 'lost', signedOut: true };
  const tick: Input = { type: 'tick' };
  const bye = (because: 'signed-out' | 'protocol' | 'moving' | 'too-slow' | 'too-many' | 'bad-message'): Input => ({
    type: 'goodbye',
    goodbye: { because },
  });

  test.each<[Link['at'], string, Input, number, Link['at'], string[]]>([
    ['waiting', 'its time has not come', tick, 999, 'waiting', []],
    ['waiting', 'its time has come', tick, 1_000, 'opening', ['open']],
    ['waiting', 'somebody asks to try at once', { type: 'retry' }, 1, 'opening', ['open']],
    ['waiting', 'an old connection still speaks', whole, 1, 'waiting', []],
    ['opening', 'the connection opens', { type: 'opened' }, 5, 'greeting', ['hello']],
    ['opening', 'the connection fails', lost, 5, 'waiting', []],
    ['opening', 'the session is unknown', out, 5, 'closed', ['close']],
    ['opening', 'nothing happens for too long', tick, PATIENCE_MS, 'waiting', ['close']],
    ['opening', 'there are too many', bye('too-many'), 5, 'waiting', ['close']],
    ['greeting', 'the whole view comes', whole, 5, 'current', ['apply']],
    ['greeting', 'a frame from elsewhere comes', gap, 5, 'greeting', []],
    ['greeting', 'no answer comes', tick, PATIENCE_MS, 'waiting', ['close']],
    ['greeting', 'a heartbeat comes first', beat(5), 5, 'greeting', []],
    ['current', 'the next frame comes', next, 50, 'current', ['apply']],
    ['current', 'a whole view comes', whole, 50, 'current', ['apply']],
    ['current', 'a frame is missing', gap, 50, 'greeting', ['hello']],
    ['current', 'the log was forked', forked, 50, 'greeting', ['hello']],
    ['current', 'a heartbeat tells of another epoch', beat(50, { epoch: OTHER_EPOCH }), 50, 'greeting', ['hello']],
    ['current', 'the connection is lost', lost, 50, 'waiting', []],
    ['current', 'all is silent', tick, 40 + STALE_AFTER_MS, 'waiting', ['close']],
    ['current', 'all is well', tick, 5_000, 'current', []],
    ['current', 'the session was ended', bye('signed-out'), 50, 'closed', ['close']],
    ['current', 'the page is of another version', bye('protocol'), 50, 'closed', ['close', 'reload']],
    ['current', 'the server moves us', bye('moving'), 50, 'waiting', ['close']],
    ['current', 'we were too slow', bye('too-slow'), 50, 'waiting', ['close']],
    ['current', 'we sent nonsense', bye('bad-message'), 50, 'waiting', ['close']],
    ['closed', 'somebody asks to try', { type: 'retry' }, 50, 'closed', []],
    ['closed', 'time passes', tick, 99_999, 'closed', []],
  ])('%s, and %s', (place, _, input, now, then, deeds) => {
    const result = step(LINKS[place], input, { now, dice: 0.5 });
    expect([result.state.link.at, result.deeds.map((deed) => deed.do)]).toEqual([then, deeds]);
  });
});

describe('resuming', () => {
  const hello = (state: MachineState) => {
    const deed = step({ ...state, link: { at: 'opening', since: 0 } }, { type: 'opened' }, { now: 0, dice: 0 }).deeds[0];
    return deed?.do === 'hello' ? deed.hello : undefined;
  };

  test('the first hello asks for everything', () => {
    expect(hello(begin())).toEqual({ protocol: PROTOCOL_VERSION });
  });
  test('a later one says where this browser stands, as of when, and which node told it', () => {
    expect(hello(current())?.resume).toEqual({ epoch: EPOCH, position: at(5), asOf: SERVER_AHEAD_MS + 40, node: 'n-1' });
  });
  test('another node’s welcome alone does not make what is held its telling', () => {
    const { state } = run(
      [
        [50, { type: 'lost', signedOut: false }],
        [60_000, { type: 'tick' }],
        [60_010, { type: 'opened' }],
        [60_020, { type: 'welcome', welcome: welcome({ node: 'n-2', resumed: true }) }],
        [60_030, { type: 'lost', signedOut: false }],
      ],
      current(),
    );
    expect(hello(state)?.resume).toMatchObject({ node: 'n-1' });
    const told = run(
      [
        [90_000, { type: 'tick' }],
        [90_010, { type: 'opened' }],
        [90_020, { type: 'welcome', welcome: welcome({ node: 'n-2', resumed: true }) }],
        [90_030, { type: 'frame', frame: frame(5, 6) }],
      ],
      state,
    );
    expect(hello(told.state)?.resume).toMatchObject({ node: 'n-2' });
  });
  test('a missing frame is asked for from the position held, and what came over the gap is not applied', () => {
    const { state, deeds } = run(
      [
        [50, { type: 'frame', frame: frame(7, 9) }],
        [60, { type: 'frame', frame: frame(9, 10) }],
      ],
      current(),
    );
    expect(state.held?.position).toBe(at(5));
    expect(deeds).toEqual(['hello']);
  });
  test('the frame that closes the gap is applied, and the view is current again', () => {
    const { state, deeds } = run(
      [
        [50, { type: 'frame', frame: frame(7, 9) }],
        [60, { type: 'welcome', welcome: welcome({ resumed: true }) }],
        [70, { type: 'frame', frame: frame(5, 10) }],
      ],
      current(),
    );
    expect([state.link.at, state.held?.position, deeds]).toEqual(['current', at(10), ['hello', 'apply']]);
  });
  test('after a fork nothing held is offered: the whole view is asked for', () => {
    const forked = run([[50, { type: 'frame', frame: { ...frame(5, 9), epoch: OTHER_EPOCH } }]], current()).state;
    expect(forked.held).toBeNull();
    expect(step({ ...forked, link: { at: 'opening', since: 0 } }, { type: 'opened' }, { now: 60, dice: 0 }).deeds).toEqual([
      { do: 'hello', hello: { protocol: PROTOCOL_VERSION } },
    ]);
  });
  test('a frame whose figures changed by time alone moves nothing and is applied', () => {
    const { state, deeds } = run([[50, { type: 'frame', frame: frame(5, 5) }]], current());
    expect([state.held?.position, deeds]).toEqual([at(5), ['apply']]);
  });
});

describe('trying again', () => {
  const failures = (n: number, dice: number) => {
    let state: MachineState = { ...current(), failures: n };
    state = step(state, { type: 'lost', signedOut: false }, { now: 0, dice }).state;
    return state.link.at === 'waiting' ? state.link.tryAt : -1;
  };
  test('the wait is a random share of a range that doubles, up to half a minute', () => {
    expect([0, 1, 2, 3, 20].map((n) => failures(n, 1))).toEqual([1_000, 2_000, 4_000, 8_000, BACKOFF_CAP_MS]);
    expect(failures(3, 0)).toBe(0);
    expect(failures(3, 0.25)).toBe(2_000);
  });
  test('a server that says when to come back is obeyed, and everybody comes a little later than that', () => {
    const { state } = run([[50, { type: 'goodbye', goodbye: { because: 'moving', retryAfterMs: 2_000 } }]], current(), 0.5);
    expect(state.link).toEqual({ at: 'waiting', tryAt: 50 + 2_000 + 500 });
  });
  test('a success forgets the failures', () => {
    const tried = run(
      [
        [50, { type: 'lost', signedOut: false }],
        [2_000, { type: 'tick' }],
        [2_010, { type: 'opened' }],
      ],
      current(),
    );
    expect(tried.state.failures).toBe(1);
    expect(run([[2_020, { type: 'frame', frame: frame(5, 6) }]], tried.state).state.failures).toBe(0);
  });
  test('after a reload for a new version, first connections are spread', () => {
    expect(begin(true).link).toEqual({ at: 'waiting', tryAt: RELOAD_SPREAD_MS * 0.5 });
    expect(begin(false).link).toEqual({ at: 'waiting', tryAt: 0 });
  });
  test('a page that was reloaded once and still does not fit says so, and does not reload for ever', () => {
    const { state, deeds } = run(
      [
        [0, { type: 'tick' }],
        [5_000, { type: 'tick' }],
        [5_001, { type: 'opened' }],
        [5_002, { type: 'welcome', welcome: welcome({ protocol: 99 }) }],
      ],
      begin(true),
    );
    expect(deeds).toEqual(['open', 'hello', 'close']);
    expect(connectionOf(state, 5_002)).toEqual({ state: 'outdated' });
  });
});

describe('how far the view may be trusted', () => {
  test.each([
    [40 + BEHIND_AFTER_MS - 1, 'live'],
    [40 + BEHIND_AFTER_MS, 'behind'],
    [40 + STALE_AFTER_MS - 1, 'behind'],
    [40 + STALE_AFTER_MS, 'stale'],
  ])('%i ms after the start, with the last good news at 40 ms, it is %s', (now, state) => {
    expect(connectionOf(current(), now).state).toBe(state);
  });
  test('before anything was shown it is connecting, however long that takes', () => {
    expect(connectionOf(begin(), 99_000)).toEqual({ state: 'connecting', failures: 0 });
  });
  test('a lost telephone system makes it stale at once, and it stands since then', () => {
    const reason = { because: 'connector-lost', source: 'asterisk', since: epochMs(SERVER_AHEAD_MS + 900) } as const;
    const { state } = run([[1_000, beat(1_000, { stale: [reason] })]], current());
    expect(connectionOf(state, 3_900)).toMatchObject({ state: 'stale', forMs: 3_000, reasons: [reason], asOf: SERVER_AHEAD_MS + 900 });
  });
  test('heartbeats alone do not make a view fresh that misses a frame', () => {
    const { state } = run(
      [
        [50, { type: 'frame', frame: frame(7, 9) }],
        [4_000, beat(4_000)],
      ],
      current(),
    );
    expect(connectionOf(state, 4_000).state).toBe('behind');
  });
  test('back from staleness it tells for six seconds how long it had been away, and then no more', () => {
    const away = run(
      [
        [20_040, { type: 'tick' }],
        [20_600, { type: 'tick' }],
        [20_610, { type: 'opened' }],
      ],
      current(),
    ).state;
    expect(connectionOf(away, 20_610).state).toBe('stale');
    const back = run([[20_700, { type: 'frame', frame: frame(5, 8, { at: epochMs(SERVER_AHEAD_MS + 20_700) }) }]], away).state;
    expect(connectionOf(back, 20_700)).toEqual({ state: 'restored', gapMs: 20_000 });
    expect(connectionOf(run([[26_000, beat(26_000)]], back).state, 20_700 + RESTORED_FOR_MS)).toEqual({ state: 'live' });
  });
  test('what waited in the socket while the laptop slept is old news, and does not look live', () => {
    const slept = run([[600_000, beat(5_000)]], current());
    expect(connectionOf(slept.state, 600_000).state).toBe('stale');
  });
  test('a browser whose own clock jumps a day ahead finds back with its next connection', () => {
    const day = 86_400_000;
    const jumped = run(
      [
        [day, beat(60)],
        [day + 1, { type: 'tick' }],
      ],
      current(),
    );
    expect(jumped.state.link.at).toBe('waiting');
    const back = run(
      [
        [day + 1_000, { type: 'tick' }],
        [day + 1_010, { type: 'opened' }],
        [day + 1_020, { type: 'welcome', welcome: welcome({ resumed: true }) }],
        [day + 1_030, { type: 'frame', frame: frame(5, 6, { at: epochMs(SERVER_AHEAD_MS + 1_090) }) }],
        [day + 1_040, beat(1_100)],
      ],
      jumped.state,
    ).state;
    expect(connectionOf(back, day + 1_041).state).toBe('restored');
  });
});

test('the one timer sleeps until the next thing that may have to be done', () => {
  expect(wakeAt(LINKS.waiting)).toBe(1_000);
  expect(wakeAt(LINKS.opening)).toBe(PATIENCE_MS);
  expect(wakeAt(current())).toBe(40 + STALE_AFTER_MS);
  expect(wakeAt(LINKS.closed)).toBe(Number.POSITIVE_INFINITY);
});
