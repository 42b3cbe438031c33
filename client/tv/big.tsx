import type { Severity } from '../../shared/metrics/limits.js';
import { NONE } from '../i18n/format.js';
import { useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';

/** One number of the wall: its name, itself, and what it is measured against. */
export function Big(props: { label: string; value: string; unit?: string; note: string; severity?: Severity | undefined }) {
  const t = useT();
  const { severity = 'calm' } = props;
  return (
    <div className={`tv-big ${severity}`}>
      <div className="l">
        {severity !== 'calm' && <Glyph name={severity === 'breach' ? 'octagon' : 'triangle'} label={t(`severity.${severity}`)} />}
        {props.label}
      </div>
      <div className="v">
        {props.value}
        {props.unit !== undefined && props.value !== NONE && <small>{props.unit}</small>}
      </div>
      <div className="g">{props.note}</div>
    </div>
  );
}
