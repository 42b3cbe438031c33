import { useState } from 'react';
import { type DeclineCode, declineCodeSchema } from '../../shared/domain/buffer/words.js';
import type { Command } from '../../shared/domain/commands.js';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';

/** A no is only for these two reasons, both about staffing; a second person looks at it, and the agent is told so. */
export function NotPossible(props: { buffer: BufferView; run: ((command: Command) => void) | null; onClose: () => void }) {
  const { buffer, run, onClose } = props;
  const t = useT();
  const [code, setCode] = useState<DeclineCode | null>(null);
  return (
    <Dialog title={t('buf.notPossible.title')} closeLabel={t('common.close')} onClose={onClose}>
      <p className="t2">{t('buf.notPossible.what')}</p>
      <fieldset className="buf-codes">
        <legend className="label">{t('buf.notPossible.because')}</legend>
        {declineCodeSchema.options.map((one) => (
          <label key={one} className="row">
            <input type="radio" name="code" checked={code === one} onChange={() => setCode(one)} />
            {t(`buf.decline.${one}`)}
          </label>
        ))}
      </fieldset>
      <div className="row buf-buttons">
        <Button
          disabled={code === null || run === null}
          onClick={() => {
            if (code === null) return;
            run?.({ type: 'buffer.decide', bufferId: buffer.id, decision: { kind: 'decline', code } });
            onClose();
          }}
        >
          {t('buf.notPossible.send')}
        </Button>
        <Button kind="primary" onClick={onClose}>
          {t('buf.notPossible.back')}
        </Button>
      </div>
    </Dialog>
  );
}
