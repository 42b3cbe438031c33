import type { RosterCatalogue } from '../../shared/protocol/roster-http.js';
import type { Formats, Translate } from '../i18n/provider.js';
import { lookOf } from './activity-look.js';
import type { Plan } from './plan.js';

/** `09:00–18:00` */
export const spanText = (formats: Formats, { startAt, endAt }: { readonly startAt: number; readonly endAt: number }): string =>
  `${formats.time(startAt)}–${formats.time(endAt)}`;

/** What somebody does in a part: the post where there is one. */
export function partText(
  t: Translate,
  formats: Formats,
  { posts }: Pick<RosterCatalogue, 'posts'>,
  part: { readonly activity: string; readonly post?: string | undefined },
): string {
  const word = t(lookOf(part.activity).key);
  const post = posts.find(({ code }) => code === part.post);
  return post === undefined ? word : t('roster.atPost', { what: word, post: formats.name(post) });
}

/** The whole shift in a sentence, for who can't see the bar. */
export function shiftSentence(
  t: Translate,
  formats: Formats,
  catalogue: RosterCatalogue,
  shift: Pick<Plan, 'startAt' | 'endAt' | 'segments'>,
): string {
  const parts = shift.segments
    .filter(({ activity }) => activity !== 'phone')
    .map((part) => `${partText(t, formats, catalogue, part)} ${spanText(formats, part)}`);
  return formats.list([spanText(formats, shift), ...parts]);
}
