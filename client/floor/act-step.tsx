import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { Refusal } from './refusal.js';
import type { Act } from './use-act.js';

export interface StepProps {
  readonly title: string;
  /** What will happen, before it does. */
  readonly what: string;
  readonly confirm: string;
  /** What can't be taken back is red. */
  readonly isHot?: boolean;
  /** A reason is asked for: under this label, and with these to choose from. */
  readonly reason?: { readonly label: string; readonly phrases?: readonly string[]; readonly isOptional?: boolean };
  readonly act: Act;
  readonly isLocked: boolean;
  readonly onConfirm: (reason: string) => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/** The second step of what is not done by one press: says what will happen, takes a reason, and asks once. */
export function ActStep(props: StepProps) {
  const t = useT();
  const id = useId();
  const [reason, setReason] = useState('');
  const first = useRef<HTMLInputElement & HTMLButtonElement>(null);
  const { reason: asked, act } = props;
  useEffect(() => first.current?.focus(), []);
  useShortcuts(props.title, [{ keys: 'Escape', label: t('floor.act.cancel'), run: props.onCancel }]);
  const isReady = asked === undefined || asked.isOptional === true || reason.trim() !== '';
  const isOff = props.isLocked || act.isBusy || !isReady;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isOff) props.onConfirm(reason.trim());
  };
  return (
    <form className={props.isHot ? 'floor-step is-hot' : 'floor-step'} onSubmit={submit} aria-label={props.title}>
      <b>{props.title}</b>
      <p>{props.what}</p>
      {props.children}
      {asked !== undefined && (
        <>
          <label className="label" htmlFor={id}>
            {asked.label}
          </label>
          <input
            id={id}
            ref={first}
            className="field"
            value={reason}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              props.onCancel();
            }}
          />
          {asked.phrases !== undefined && (
            <div className="floor-phrases">
              {asked.phrases.map((phrase) => (
                <button key={phrase} type="button" className="tag" onClick={() => setReason(phrase)}>
                  {phrase}
                </button>
              ))}
            </div>
          )}
        </>
      )}
      <Refusal text={act.refusal} />
      <div className="floor-act-row">
        <Button type="submit" kind={props.isHot ? 'act-now' : 'primary'} disabled={isOff} {...(asked === undefined ? { ref: first } : {})}>
          {props.confirm}
        </Button>
        <Button onClick={props.onCancel}>
          {t('floor.act.cancel')} <KeyCap>Esc</KeyCap>
        </Button>
      </div>
    </form>
  );
}
