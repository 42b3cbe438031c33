import { type SessionView, sessionListSchema } from '../../shared/protocol/http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { nothing, request } from '../live/api.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { ErrorState, Skeleton, Tag } from '../ui/feedback.js';
import { useToast } from '../ui/toast.js';
import { useLoaded } from './use-loaded.js';

/** Where I am signed in. Ending a session closes what is open there at once. */
export function SessionsDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t('app.sessions')} closeLabel={t('common.close')}>
      <Sessions />
    </Dialog>
  );
}

const load = (signal: AbortSignal) => request('/sessions', { answer: sessionListSchema, signal });

function Sessions() {
  const t = useT();
  const toast = useToast();
  const { loaded, again } = useLoaded(load);
  if (loaded.state === 'loading') return <Skeleton height={96} />;
  if (loaded.state === 'failed') {
    return (
      <ErrorState title={t('sessions.failed')} cause={t(`error.${loaded.error.code}`)} retryLabel={t('common.retry')} onRetry={again} />
    );
  }
  const end = async (one: SessionView) => {
    const answer = await request(`/sessions/${one.sessionHash}`, { method: 'DELETE', answer: nothing });
    if (!answer.ok) toast({ kind: 'fail', title: t('sessions.endFailed'), detail: t(`error.${answer.error.code}`) });
    again();
  };
  return (
    <ul className="lines">
      {[...loaded.value.sessions].sort(thisFirst).map((one) => (
        <SessionLine key={one.sessionHash} one={one} onEnd={() => void end(one)} />
      ))}
    </ul>
  );
}

/** This one, then the one last used. */
const thisFirst = (a: SessionView, b: SessionView) => Number(b.current) - Number(a.current) || b.lastSeenAt - a.lastSeenAt;

function SessionLine({ one, onEnd }: { one: SessionView; onEnd: () => void }) {
  const t = useT();
  const formats = useFormats();
  return (
    <li>
      <div className="grow">
        <b>{one.device}</b> {one.current && <Tag>{t('sessions.this')}</Tag>}
        <p className="t3 s12">
          {t('sessions.times', {
            started: `${formats.shortDate(one.startedAt)} ${formats.time(one.startedAt)}`,
            seen: `${formats.shortDate(one.lastSeenAt)} ${formats.time(one.lastSeenAt)}`,
          })}
        </p>
      </div>
      {!one.current && (
        <Button size="small" onClick={onEnd} aria-label={t('sessions.endOf', { device: one.device })}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}
