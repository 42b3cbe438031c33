import { type FormEvent, useState } from 'react';
import { PASSWORD_LEAST, PASSWORD_PROBLEMS, type PasswordProblem } from '../../shared/protocol/http.js';
import type { MessageKey } from '../i18n/catalog.js';
import { useT } from '../i18n/provider.js';
import { type ApiError, nothing, request } from '../live/api.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Banner } from '../ui/feedback.js';
import { Field } from '../ui/field.js';
import { useSession } from './session.js';

/** A new password. It ends everything that was signed in with the old one, this page too: the sign-in page says so. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t('app.password')} closeLabel={t('common.close')}>
      <PasswordForm />
    </Dialog>
  );
}

function PasswordForm() {
  const t = useT();
  const { forget } = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const wrong = next.length < PASSWORD_LEAST ? 'password.short' : next !== again ? 'password.differs' : null;
    setProblem(wrong);
    if (wrong !== null) return;
    setBusy(true);
    const answer = await request('/me/password', { method: 'PUT', body: { current, next }, answer: nothing });
    setBusy(false);
    if (answer.ok) return forget('password-changed');
    setProblem(problemKey(answer.error));
  };
  return (
    <form className="password-form" onSubmit={(event) => void submit(event)}>
      {problem !== null && <Banner kind="fail">{t(problem, { n: PASSWORD_LEAST })}</Banner>}
      <Field
        label={t('password.current')}
        type="password"
        name="current"
        autoComplete="current-password"
        required
        maxLength={200}
        value={current}
        invalid={problem === 'password.wrong'}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <Field
        label={t('password.next')}
        hint={t('password.hint', { n: PASSWORD_LEAST })}
        type="password"
        name="next"
        autoComplete="new-password"
        required
        maxLength={200}
        value={next}
        invalid={problem !== null && problem !== 'password.wrong'}
        onChange={(event) => setNext(event.target.value)}
      />
      <Field
        label={t('password.again')}
        type="password"
        name="again"
        autoComplete="new-password"
        required
        maxLength={200}
        value={again}
        invalid={problem === 'password.differs'}
        onChange={(event) => setAgain(event.target.value)}
      />
      <p className="t2 s12">{t('password.ends')}</p>
      <Button kind="primary" type="submit" aria-disabled={busy}>
        {t('password.change')}
      </Button>
    </form>
  );
}

const KEYS: Readonly<Record<PasswordProblem, MessageKey>> = {
  common: 'password.common',
  repeats: 'password.repeats',
  run: 'password.run',
  name: 'password.name',
};

function problemKey({ code, fields: [first] }: ApiError): MessageKey {
  if (first?.field === 'current') return 'password.wrong';
  const [kind] = Object.entries(PASSWORD_PROBLEMS).find(([, reason]) => reason === first?.reason) ?? [];
  return kind === undefined ? `error.${code}` : KEYS[kind as PasswordProblem];
}
