import type { StrainPartName } from '../../shared/staffing/strain.js';
import type { Formats, Translate } from '../i18n/provider.js';

interface Part {
  readonly part: StrainPartName;
  readonly facts: Readonly<Record<string, number>>;
}

/** What a part was counted from, with its numbers; what is not known says so. */
export function partText(t: Translate, formats: Formats, { part, facts }: Part): string {
  const n = (name: string) => formats.number(Math.round(facts[name] ?? 0));
  const needs = (name: string, text: () => string) => (facts[name] === undefined ? t('well.part.unknown') : text());
  switch (part) {
    case 'abuse':
      return facts.ageMin === undefined ? t('well.part.abuse.none') : t('well.part.abuse.was', { m: n('ageMin') });
    case 'hardLoad':
      return t('well.part.hardLoad.was', { k: n('calls') });
    case 'sinceBreak':
      return needs('minutes', () => t('well.part.sinceBreak.was', { m: n('minutes') }));
    case 'occupancy':
      return needs('ratio60', () => t('well.part.occupancy.was', { p: formats.percent(facts.ratio60) }));
    case 'hardRun':
      return needs('calls', () => t('well.part.hardRun.was', { k: n('calls') }));
    case 'workHours':
      return needs('hours', () => t('well.part.workHours.was', { h: String(Math.round((facts.hours ?? 0) * 10) / 10), d: n('days') }));
    case 'longCalls':
      return needs('calls', () => t('well.part.longCalls.was', { k: n('calls') }));
    case 'nightRest':
      return (facts.nightMinutes ?? 0) >= 120
        ? t('well.part.nightRest.night')
        : needs('restHours', () => t('well.part.nightRest.rest', { h: String(Math.round(facts.restHours ?? 0)) }));
  }
}
