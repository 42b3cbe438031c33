import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useDeskCommand } from './desk-actions.js';
import { useEnterTo } from './enter.js';

/** After an abusive call: a pause is offered, and declined with one key. */
export function BreakCard() {
  const t = useT();
  const run = useDeskCommand();
  const answer = (accept: boolean) => void run?.({ type: 'break.answer', accept });
  const onEnter = useEnterTo(() => answer(true));
  useShortcuts(t('desk.keys'), [
    { keys: 'Enter', label: t('desk.break.take'), run: onEnter },
    { keys: 'x', label: t('desk.break.no'), run: () => answer(false) },
  ]);
  return (
    <section className="mine-part mine-break" role="status">
      <p>{t('desk.break')}</p>
      <div className="mine-answers">
        <Button kind="primary" disabled={run === null} onClick={() => answer(true)}>
          {t('desk.break.take')} <KeyCap>↵</KeyCap>
        </Button>
        <Button disabled={run === null} onClick={() => answer(false)}>
          {t('desk.break.no')} <KeyCap>X</KeyCap>
        </Button>
      </div>
    </section>
  );
}
