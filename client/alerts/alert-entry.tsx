import './alerts.css';
import type { AlertView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCommand, useConnection, useElapsedMs } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { alertEvidence, alertTitle } from './alert-text.js';
import { type AlertTarget, targetOf, useRemedy, useTakeRemedy } from './remedy.js';
import { useAlertText } from './use-alerts.js';

export interface FootProps {
  readonly alert: AlertView;
  /** The key that takes its first action. */
  readonly number: number | null;
  readonly open: (target: AlertTarget) => void;
  readonly onSnooze: () => void;
}

interface EntryProps extends FootProps {
  /** More of the same rule that began within the same minute. */
  readonly others: number;
  readonly isFirst: boolean;
}

/** An alert by itself: what, since when, with which numbers, and what helps. */
export function AlertEntry({ alert, others, number, isFirst, open, onSnooze }: EntryProps) {
  const t = useT();
  const tools = useAlertText();
  const isOver = alert.clearedAt != null;
  const isQuiet = isOver || alert.easedAt != null || alert.snoozed != null;
  const severity = alert.level === 'critical' ? 'breach' : 'watch';
  const target = targetOf(alert);
  const title = alertTitle(alert, tools);
  return (
    <div className={`floor-al alert is-${isQuiet ? 'calm' : severity}${isFirst && !isQuiet ? ' is-first' : ''}`}>
      <span className="ic">
        {isOver ? (
          <Glyph name="tick" label={t('alert.cleared')} />
        ) : (
          <Glyph
            name={severity === 'breach' ? 'octagon' : 'triangle'}
            className={isQuiet ? '' : severity === 'breach' ? 'c-breach' : 'c-watch'}
            label={t(severity === 'breach' ? 'severity.breach' : 'severity.watch')}
          />
        )}
      </span>
      <span className="ti">
        {target === undefined ? (
          title
        ) : (
          <button
            type="button"
            className="alert-open"
            data-item={alert.id}
            onClick={() => open(target)}
            onKeyDown={(event) => event.key === 's' && onSnooze()}
          >
            {title}
          </button>
        )}
        {others > 0 && <span className="t3"> {t('alert.others', { n: others })}</span>}
      </span>
      <span className="since">
        <Since at={alert.levelSince} />
      </span>
      <span className="ev">{alertEvidence(alert, tools)}</span>
      <AlertFoot alert={alert} number={number} open={open} onSnooze={onSnooze} />
    </div>
  );
}

function Since({ at }: { at: AlertView['levelSince'] }) {
  const formats = useFormats();
  return <>{formats.duration(useElapsedMs(at))}</>;
}

/** Who has taken note of it, whose it is, until when it is silent. */
function Handled({ alert }: { alert: AlertView }) {
  const t = useT();
  const formats = useFormats();
  const words = [
    alert.easedAt == null ? undefined : t('alert.eased'),
    alert.acknowledged == null ? undefined : t('alert.acknowledgedBy', { name: alert.acknowledged.byName }),
    alert.ownerName == null ? undefined : t('alert.ownedBy', { name: alert.ownerName }),
    alert.snoozed == null ? undefined : t('alert.snoozedUntil', { time: formats.time(alert.snoozed.until), reason: alert.snoozed.reason }),
    alert.actions === 0 ? undefined : t('alert.actions', { n: alert.actions }),
  ].filter((word) => word !== undefined);
  return words.length === 0 ? null : <span className="alert-handled">{words.join(' · ')}</span>;
}

/** Under an alert, or under the trouble that it is about: who has it in hand, and what can be done. */
export function AlertFoot(props: FootProps) {
  return (
    <>
      <Handled alert={props.alert} />
      {props.alert.clearedAt == null && <AlertButtons {...props} />}
    </>
  );
}

function AlertButtons({ alert, number, open, onSnooze }: FootProps) {
  const t = useT();
  const isLocked = useConnection().state === 'stale';
  const send = useCommand();
  const offer = useRemedy()(alert);
  const take = useTakeRemedy(open);
  const isHot = alert.level === 'critical' && alert.snoozed == null;
  return (
    <span className="alert-do">
      {offer !== undefined && (
        <Button size="small" kind={isHot ? 'act-now' : 'secondary'} disabled={isLocked} onClick={() => take(offer)}>
          {t(offer.label)} {number !== null && <KeyCap>{number}</KeyCap>}
        </Button>
      )}
      {alert.acknowledged == null && (
        <Button size="small" disabled={isLocked} onClick={() => void send({ type: 'alert.acknowledge', alertId: alert.id })}>
          {t('alert.do.acknowledge')}
        </Button>
      )}
      {alert.acknowledged != null && alert.ownerName == null && (
        <Button size="small" disabled={isLocked} onClick={() => void send({ type: 'alert.take', alertId: alert.id })}>
          {t('alert.do.take')}
        </Button>
      )}
      {alert.snoozed == null && (
        <Button size="small" kind="quiet" disabled={isLocked} onClick={onSnooze}>
          {t('alert.do.snooze')} <KeyCap>S</KeyCap>
        </Button>
      )}
    </span>
  );
}
