import { useState } from 'react';
import { newTvLinkSchema, type TvLinkView, tvLinkListSchema, tvLinkMadeSchema } from '../../shared/protocol/http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { nothing, request } from '../live/api.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { EmptyState, ErrorState, Skeleton } from '../ui/feedback.js';
import { Field } from '../ui/field.js';
import { useToast } from '../ui/toast.js';
import { useLoaded } from './use-loaded.js';

/** View-only links for screens on the wall: made, copied once, revoked. */
export function TvLinksDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t('tvLinks.title')} closeLabel={t('common.close')}>
      <TvLinks />
    </Dialog>
  );
}

const load = (signal: AbortSignal) => request('/tv-links', { answer: tvLinkListSchema, signal });

function TvLinks() {
  const t = useT();
  const toast = useToast();
  const { loaded, again } = useLoaded(load);
  const [made, setMade] = useState<{ name: string; address: string } | null>(null);
  const revoke = async (link: TvLinkView) => {
    const answer = await request(`/tv-links/${link.linkId}`, { method: 'DELETE', answer: nothing });
    if (!answer.ok) toast({ kind: 'fail', title: t('tvLinks.revokeFailed'), detail: t(`error.${answer.error.code}`) });
    again();
  };
  return (
    <div className="tv-links">
      <p className="t2">{t('tvLinks.what')}</p>
      <p>
        <a href="/tv" target="_blank" rel="noreferrer">
          {t('tvLinks.preview')}
        </a>
      </p>
      <NewLink
        onMade={(name, token) => {
          setMade({ name, address: `${window.location.origin}/tv#${token}` });
          again();
        }}
      />
      {made !== null && <MadeLink made={made} />}
      {loaded.state === 'loading' && <Skeleton height={64} />}
      {loaded.state === 'failed' && (
        <ErrorState title={t('tvLinks.failed')} cause={t(`error.${loaded.error.code}`)} retryLabel={t('common.retry')} onRetry={again} />
      )}
      {loaded.state === 'here' && loaded.value.links.length === 0 && <EmptyState title={t('tvLinks.none')} />}
      {loaded.state === 'here' && (
        <ul className="lines">
          {loaded.value.links.map((link) => (
            <LinkLine key={link.linkId} link={link} onRevoke={() => void revoke(link)} />
          ))}
        </ul>
      )}
    </div>
  );
}

function NewLink({ onMade }: { onMade: (name: string, token: string) => void }) {
  const t = useT();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    const body = newTvLinkSchema.safeParse({ name });
    if (!body.success) return setProblem(t('tvLinks.nameNeeded'));
    const answer = await request('/tv-links', { method: 'POST', body: body.data, answer: tvLinkMadeSchema });
    if (!answer.ok) return setProblem(answer.error.code === 'conflict' ? t('tvLinks.tooMany') : t(`error.${answer.error.code}`));
    setName('');
    setProblem(null);
    onMade(answer.value.link.name, answer.value.token);
  };
  return (
    <form
      className="tv-links-new"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field
        label={t('tvLinks.name')}
        value={name}
        maxLength={64}
        placeholder={t('tvLinks.nameExample')}
        invalid={problem !== null}
        {...(problem === null ? {} : { hint: problem })}
        onChange={(event) => setName(event.target.value)}
      />
      <Button kind="primary" type="submit">
        {t('tvLinks.make')}
      </Button>
    </form>
  );
}

/** The address is told this once: only a hash of its token is kept. */
function MadeLink({ made }: { made: { name: string; address: string } }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.address);
      setCopied(true);
    } catch {
      // No clipboard without HTTPS: the address stands there to be selected.
      setCopied(false);
    }
  };
  return (
    <div className="tv-links-made" role="status">
      <b>{t('tvLinks.made', { name: made.name })}</b>
      <div className="row">
        <input
          className="field grow"
          readOnly
          value={made.address}
          aria-label={t('tvLinks.address')}
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>{copied ? t('tvLinks.copied') : t('tvLinks.copy')}</Button>
      </div>
      <p className="t3 s12">{t('tvLinks.once')}</p>
    </div>
  );
}

function LinkLine({ link, onRevoke }: { link: TvLinkView; onRevoke: () => void }) {
  const t = useT();
  const formats = useFormats();
  const [sure, setSure] = useState(false);
  return (
    <li>
      <div className="grow">
        <b>{link.name}</b>
        <p className="t3 s12">
          {t('tvLinks.line', {
            by: link.createdBy,
            at: formats.shortDate(link.createdAt),
            until: formats.shortDate(link.expiresAt),
            n: link.devices,
          })}
        </p>
      </div>
      <Button
        size="small"
        kind={sure ? 'act-now' : 'secondary'}
        onClick={() => (sure ? onRevoke() : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {sure ? t('tvLinks.revokeSure', { n: link.devices }) : t('tvLinks.revoke')}
      </Button>
    </li>
  );
}
