import { useId } from 'react';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { BufferPreview, StartChoice } from '../../shared/protocol/buffer-http.js';
import { type Translate, useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';

interface Props {
  readonly preview: BufferPreview;
  readonly best: StartChoice | undefined;
  readonly value: 'now' | EpochMs;
  readonly onChange: (startAt: 'now' | EpochMs) => void;
}

/** Now, the best one, or another: each with what customers would notice, never with a no. */
export function StartChoices({ preview, best, value, onChange }: Props) {
  const t = useT();
  const formats = useFormats();
  const name = useId();
  const later = preview.starts.filter(({ startAt }) => startAt > preview.startAt && startAt !== best?.startAt);
  const isLater = value !== 'now' && value !== best?.startAt;
  const firstLater = later[0]?.startAt;
  const chosenLater = later.find(({ startAt }) => startAt === value);
  const until = (from: number) => formats.time(from + preview.lengthMs);
  return (
    <fieldset className="mine-choices">
      <legend className="sr">{t('well.ask.when')}</legend>
      <Choice name={name} checked={value === 'now'} onChoose={() => onChange('now')} isBest={best?.startAt === preview.startAt}>
        <b>{t('well.start.now')}</b>
        <small>{wordsFor(t, preview)}</small>
      </Choice>
      {best !== undefined && best.startAt !== preview.startAt && (
        <Choice name={name} checked={value === best.startAt} onChoose={() => onChange(best.startAt)} isBest>
          <b>
            {formats.time(best.startAt)} – {until(best.startAt)}
          </b>
          <small>{t('well.start.green')}</small>
        </Choice>
      )}
      {firstLater !== undefined && (
        <Choice name={name} checked={isLater} onChoose={() => onChange(firstLater)}>
          <b>{t('well.start.later')}</b>
          <small>{chosenLater === undefined ? t('well.start.laterWhat') : t(`well.start.${chosenLater.verdict}`)}</small>
          {isLater && (
            <select
              className="field"
              aria-label={t('well.start.laterAt')}
              value={String(value)}
              onChange={(event) => onChange(Number(event.target.value) as EpochMs)}
            >
              {later.map(({ startAt, verdict }) => (
                <option key={startAt} value={startAt}>
                  {formats.time(startAt)} · {t(`well.verdict.${verdict}`)}
                </option>
              ))}
            </select>
          )}
        </Choice>
      )}
    </fieldset>
  );
}

/** What becomes of asking for now: the server says whether a person has to look at it. */
function wordsFor(t: Translate, { answer, verdict }: BufferPreview): string {
  if (answer === 'person' && verdict === 'green') return t('well.start.talkFirst');
  return t(`well.start.now.${answer}`);
}

function Choice(props: { name: string; checked: boolean; onChoose: () => void; isBest?: boolean; children: React.ReactNode }) {
  const t = useT();
  return (
    <label className="mine-choice">
      <input type="radio" name={props.name} checked={props.checked} onChange={props.onChoose} />
      <span className="grow">{props.children}</span>
      {props.isBest === true && (
        <span className="c-good s12 row">
          <Glyph name="tick" size="sm" />
          {t('well.start.best')}
        </span>
      )}
    </label>
  );
}
