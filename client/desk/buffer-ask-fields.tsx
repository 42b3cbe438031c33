import { Lock } from 'lucide-react';
import { useId } from 'react';
import type { PostChoice } from '../../shared/protocol/buffer-http.js';
import { useFormats, useT } from '../i18n/provider.js';

interface PostProps {
  readonly posts: readonly PostChoice[];
  /** Null: whatever fits. */
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
}

/** What to do meanwhile: only work without customers is in it. */
export function PostChoices({ posts, value, onChange }: PostProps) {
  const t = useT();
  const formats = useFormats();
  if (posts.length === 0) return null;
  const choices = [
    { code: null, label: t('well.post.any'), isFull: false },
    ...posts.map((post) => ({ code: post.code, label: formats.name(post), isFull: post.free === 0 })),
  ];
  return (
    <fieldset className="mine-posts">
      <legend className="label">{t('well.post.ask')}</legend>
      {choices.map(({ code, label, isFull }) => (
        <button key={code ?? 'any'} type="button" aria-pressed={value === code} disabled={isFull} onClick={() => onChange(code)}>
          {label}
          {isFull && <small>{t('well.post.full')}</small>}
        </button>
      ))}
    </fieldset>
  );
}

interface ReasonProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly isShared: boolean;
  readonly onShare: (isShared: boolean) => void;
}

/** Why, if one likes. Who can read it stands beside it, and changes with the tick. */
export function ReasonField({ text, onText, isShared, onShare }: ReasonProps) {
  const t = useT();
  const id = useId();
  return (
    <div className="mine-reason">
      <label className="label row" htmlFor={id}>
        <Lock className="i sm" aria-hidden="true" />
        {t('well.reason')}
      </label>
      <textarea
        id={id}
        className="field lg"
        rows={2}
        maxLength={1_000}
        value={text}
        aria-describedby={`${id}-who`}
        placeholder={t('well.reason.example')}
        onChange={(event) => onText(event.target.value)}
      />
      <label className="mine-switch">
        <input type="checkbox" checked={isShared} onChange={(event) => onShare(event.target.checked)} />
        <span>{t('well.reason.share')}</span>
      </label>
      <p className="field-hint" id={`${id}-who`}>
        {t(isShared ? 'well.reason.who.shared' : 'well.reason.who.own')}
      </p>
    </div>
  );
}
