import { MessageSquareText } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import type { AgentId, VisitId } from '../../shared/kernel/ids.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useIsLocked, useMay } from './may.js';
import { Refusal } from './refusal.js';
import { useAct } from './use-act.js';

/** One line to an agent's desk; during a call it is a whisper in writing, which the caller can't hear. */
export function MessageField(props: { agentId: AgentId; visitId?: VisitId; deskOpen: boolean; phrases: readonly string[]; label: string }) {
  const t = useT();
  const may = useMay();
  const act = useAct();
  const isLocked = useIsLocked();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useShortcuts(props.label, [{ keys: 'n', label: props.label, run: () => field.current?.focus() }]);
  if (!may('agent.message')) return null;
  const isOff = isLocked || act.isBusy || text.trim() === '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isOff) return;
    const { agentId, visitId } = props;
    const command = { type: 'agent.message', agentId, text: text.trim(), ...(visitId === undefined ? {} : { visitId }) } as const;
    void act.act(command).then((done) => done !== null && setText(''));
  };
  return (
    <form className="floor-message" onSubmit={send}>
      <div className="floor-message-line">
        <MessageSquareText className="i sm" aria-hidden="true" />
        <input
          ref={field}
          aria-label={props.label}
          placeholder={props.label}
          value={text}
          maxLength={300}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <Button type="submit" size="small" kind="quiet" disabled={isOff} aria-label={t('floor.message.send')}>
          <KeyCap>↵</KeyCap>
        </Button>
      </div>
      {text === '' && (
        <div className="floor-phrases">
          {props.phrases.map((phrase) => (
            <button key={phrase} type="button" className="tag" onClick={() => setText(phrase)}>
              {phrase}
            </button>
          ))}
        </div>
      )}
      {!props.deskOpen && <p className="floor-note">{t('floor.message.noDesk')}</p>}
      <Refusal text={act.refusal} />
    </form>
  );
}
