import { unreachable } from '../../shared/kernel/unreachable.js';
import type { VisitMeasure } from '../../shared/protocol/http.js';
import type { FiguresView } from '../../shared/protocol/views.js';
import type { Formats } from '../i18n/provider.js';
import type { Metric } from './metrics.js';

/** A figure as it is written; `–` when it is not known. Those of this very moment are not in a window, and not here. */
export function figureText(
  metric: Metric,
  figures: FiguresView | undefined,
  formats: Pick<Formats, 'number' | 'percent' | 'duration' | 'seconds'>,
): string {
  const seconds = (ms: number | null | undefined) => (ms == null ? formats.seconds(null) : `${formats.seconds(ms)} s`);
  switch (metric) {
    case 'serviceLevel':
      return formats.percent(figures?.serviceLevelRatio);
    case 'abandonRate':
      return formats.percent(figures?.abandonRatio);
    case 'answerRate':
      return formats.percent(figures?.answerRatio);
    case 'transferRate':
      return formats.percent(figures?.transferRatio);
    case 'repeatRate':
      return formats.percent(figures?.repeatRatio);
    case 'occupancy':
      return formats.percent(figures?.occupancyRatio);
    case 'asa':
      return seconds(figures?.asaMs);
    case 'ata':
      return seconds(figures?.ataMs);
    case 'aht':
      return formats.duration(figures?.ahtMs);
    case 'talkTime':
      return formats.duration(figures?.talkMs);
    case 'holdTime':
      return formats.duration(figures?.holdMs);
    case 'wrapUpTime':
      return formats.duration(figures?.acwMs);
    case 'offered':
    case 'answered':
    case 'handled':
    case 'abandoned':
    case 'shortAbandoned':
    case 'flowout':
    case 'rejected':
    case 'ringNoAnswer':
      return formats.number(figures?.[metric]);
    case 'waiting':
    case 'longestWait':
    case 'staffed':
      return formats.number(null);
    default:
      return unreachable(metric);
  }
}

/** The counts that a figure is computed from, shown under its formula. */
export function partsOf(metric: Metric): readonly Metric[] {
  switch (metric) {
    case 'serviceLevel':
      return ['answered', 'abandoned', 'shortAbandoned', 'flowout'];
    case 'offered':
      return ['answered', 'abandoned', 'flowout'];
    case 'abandonRate':
      return ['answered', 'abandoned', 'shortAbandoned'];
    case 'answerRate':
      return ['answered', 'abandoned'];
    case 'asa':
      return ['answered'];
    case 'ata':
      return ['abandoned'];
    case 'aht':
      return ['handled', 'talkTime', 'holdTime', 'wrapUpTime'];
    case 'talkTime':
    case 'holdTime':
    case 'wrapUpTime':
    case 'transferRate':
      return ['handled'];
    case 'answered':
    case 'handled':
    case 'abandoned':
    case 'shortAbandoned':
    case 'flowout':
    case 'rejected':
    case 'ringNoAnswer':
    case 'repeatRate':
    case 'occupancy':
    case 'waiting':
    case 'longestWait':
    case 'staffed':
      return [];
    default:
      return unreachable(metric);
  }
}

export type Behind =
  | { readonly kind: 'calls'; readonly measure: VisitMeasure }
  /** The callers who wait now. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'nothing'; readonly why: 'agents' | 'not-kept' };

/** Which calls a number counts. A ratio has all calls of its denominator behind it. */
export function behindMetric(metric: Metric): Behind {
  const calls = (measure: VisitMeasure): Behind => ({ kind: 'calls', measure });
  switch (metric) {
    case 'serviceLevel':
    case 'offered':
    case 'answered':
    case 'handled':
    case 'abandoned':
    case 'shortAbandoned':
    case 'flowout':
    case 'ringNoAnswer':
    case 'asa':
      return calls(metric);
    case 'abandonRate':
      return calls('abandonRatio');
    case 'answerRate':
    case 'repeatRate':
      return calls('offered');
    case 'ata':
      return calls('abandoned');
    case 'transferRate':
    case 'aht':
    case 'talkTime':
    case 'holdTime':
    case 'wrapUpTime':
      return calls('handled');
    case 'waiting':
    case 'longestWait':
      return { kind: 'waiting' };
    case 'occupancy':
    case 'staffed':
      return { kind: 'nothing', why: 'agents' };
    case 'rejected':
      return { kind: 'nothing', why: 'not-kept' };
    default:
      return unreachable(metric);
  }
}
