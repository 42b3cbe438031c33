import './wellbeing.css';
import { useState } from 'react';
import { contactMessages } from '../i18n/messages/contact.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { type ContactCall, useContactCalls } from '../live/contact-calls.js';
import { Button } from '../ui/button.js';
import { EmptyState, ErrorState, Skeleton } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useToast } from '../ui/toast.js';

/** Whom the wellbeing contact is to call, whatever else that person is here. It has a name, a time and which of two it is: no more. */
export function WellbeingScreen() {
  return (
    <Texts of={contactMessages}>
      <Calls />
    </Texts>
  );
}

function Calls() {
  const t = useT();
  const { isContact, calls, hasFailed, again } = useContactCalls();
  if (isContact === null && hasFailed)
    return <ErrorState title={t('contact.failed')} cause={t('contact.failedWhy')} retryLabel={t('common.retry')} onRetry={again} />;
  if (isContact === null) return <Loading />;
  if (!isContact) return <EmptyState title={t('contact.notYou')}>{t('contact.notYouWhy')}</EmptyState>;
  return (
    <section className="contact" aria-label={t('contact.calls')}>
      <p className="t2">{t('contact.what')}</p>
      {hasFailed && (
        <p className="row contact-old" role="status">
          <Glyph name="triangle" size="sm" />
          <span className="grow">{t('contact.old')}</span>
          <Button size="small" onClick={again}>
            {t('common.retry')}
          </Button>
        </p>
      )}
      {calls.length === 0 ? (
        <p className="contact-none">{t('contact.none')}</p>
      ) : (
        <ul className="contact-calls">
          {calls.map((call) => (
            <Call key={call.id} call={call} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Call({ call }: { call: ContactCall }) {
  const t = useT();
  const formats = useFormats();
  const toast = useToast();
  const { done } = useContactCalls();
  const [isBusy, setBusy] = useState(false);
  const close = async () => {
    setBusy(true);
    if (!(await done(call.id))) toast({ kind: 'fail', title: t('contact.doneFailed') });
    setBusy(false);
  };
  return (
    <li>
      <Glyph name={call.because === 'crisis' ? 'octagon' : 'headset'} className={call.because === 'crisis' ? 'c-breach' : 't2'} />
      <span className="grow">
        <b>{call.name}</b>
        <small className="t2">{t(`contact.because.${call.because}`, { time: `${formats.date(call.at)} ${formats.time(call.at)}` })}</small>
      </span>
      <Button disabled={isBusy} onClick={() => void close()} aria-label={t('contact.doneWith', { name: call.name })}>
        {t('contact.done')}
      </Button>
    </li>
  );
}

function Loading() {
  const t = useT();
  return (
    <div className="contact" aria-busy="true">
      <span className="sr" role="status">
        {t('common.loading')}
      </span>
      <Skeleton height={56} />
      <Skeleton height={56} />
    </div>
  );
}
