import { useState } from 'react';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { EapCard } from './eap-card.js';
import { OwnRequests } from './own-requests.js';
import { canAskForNotices } from './ring.js';
import { Strain } from './strain.js';

/** What is mine alone: how loaded I am, whom I can talk to, what I asked for, and how this page reaches me. */
export function Me({ muted, onMute }: { muted: boolean; onMute: (muted: boolean) => void }) {
  const t = useT();
  return (
    <>
      <Strain />
      <section className="mine-part" aria-label={t('well.eap')}>
        <h3>{t('well.eap')}</h3>
        <EapCard />
      </section>
      <OwnRequests />
      <Notices muted={muted} onMute={onMute} />
    </>
  );
}

/** A notice reaches who looks elsewhere; the browser asks for leave once. */
function Notices({ muted, onMute }: { muted: boolean; onMute: (muted: boolean) => void }) {
  const t = useT();
  const [canAsk, setCanAsk] = useState(canAskForNotices);
  return (
    <section className="mine-part" aria-label={t('desk.notices')}>
      <h3>{t('desk.notices')}</h3>
      <p className="row">
        <Button size="small" aria-pressed={muted} onClick={() => onMute(!muted)}>
          {t(muted ? 'desk.sound.unmute' : 'desk.sound.mute')}
        </Button>
        {canAsk && (
          <Button size="small" onClick={() => void Notification.requestPermission().then(() => setCanAsk(canAskForNotices()))}>
            {t('desk.notices.on')}
          </Button>
        )}
      </p>
    </section>
  );
}
