import { describe, expect, test } from 'vitest';
import type { SiteLog } from '../../server/log/log.js';
import { createMemoryLog } from '../../server/log/memory-log.js';
import { createMemoryStore } from '../../server/log/memory-store.js';
import { Pbx, request, startEffectNode, stateOf } from './effect-rig.js';
import { effectSuite } from './effect-suite.js';
import { eventually } from './rig.js';

describe('actions towards a phone system, on the in-memory log', () => {
  effectSuite(async () => {
    const store = createMemoryStore();
    return { node: () => createMemoryLog({ now: Date.now, store }), close: async () => undefined };
  });
});

/** Writes what it is given and loses the answer, once for each commit. */
function forgetful(log: SiteLog): SiteLog {
  const lost = new Set<string>();
  return new Proxy(log, {
    get(target, name) {
      if (name !== 'append') return Reflect.get(target, name, target).bind(target);
      return async (...[asked]: Parameters<SiteLog['append']>) => {
        const answer = await target.append(asked);
        if (lost.has(asked.commit.id)) return answer;
        lost.add(asked.commit.id);
        return { outcome: 'not-confirmed' };
      };
    },
  });
}

test('a lost answer of the log costs nothing: what came back through it counts, once', async () => {
  const node = await startEffectNode(forgetful(createMemoryLog({ now: Date.now })));
  const pbx = new Pbx();
  node.run(pbx, 1);
  const actions = await Promise.all([1, 2, 3].map((n) => request(node.site, `n${n}`)));
  await eventually(() => pbx.asked.length === 3, 'asked for all');
  await node.stop();
  expect(actions.map((action) => stateOf(node, action))).toEqual(['started', 'started', 'started']);
  expect(pbx.asked.length).toBe(3);
});
