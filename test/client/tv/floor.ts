import type { FiguresView, QueueView, SiteView } from '../../../shared/protocol/views.js';

/** A little floor, in the shapes that the wall gets. */
export const NOW = 1_700_000_100_000;

const states = (more: Partial<SiteView['agents']> = {}): SiteView['agents'] => ({
  'logged-out': 0,
  ready: 0,
  ringing: 0,
  dialing: 0,
  talking: 0,
  holding: 0,
  acw: 0,
  'not-ready': 0,
  unreachable: 0,
  ...more,
});

export const site = (): SiteView =>
  ({
    id: 'site',
    name: '东湾客服中心',
    nameEn: 'Dongwan Centre',
    timeZone: 'Asia/Shanghai',
    intervalMs: 1_800_000,
    demo: true,
    agents: states({ ready: 11, talking: 30, 'logged-out': 4 }),
  }) as SiteView;

export const queue = (name: string, more: Partial<Record<keyof QueueView, unknown>> = {}): QueueView =>
  ({
    id: `q-${name}`,
    name: `队列 ${name}`,
    nameEn: `Queue ${name}`,
    channel: 'voice',
    formula: 'slExShort',
    thresholdMs: 15_000,
    shortAbandonMs: 5_000,
    goalRatio: 0.8,
    waiting: 0,
    ringing: 0,
    talking: 0,
    agents: states(),
    removed: false,
    order: 0,
    ...more,
  }) as QueueView;

export const figures = (scope: string, more: Partial<FiguresView> = {}): FiguresView =>
  ({ id: `${scope}|today`, serviceLevelRatio: null, abandonRatio: null, ...more }) as FiguresView;
