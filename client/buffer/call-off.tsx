import { useState } from 'react';
import type { Command } from '../../shared/domain/commands.js';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';

/** For an emergency on the floor alone: what has not begun is off, and offered again within a day (BS-22). */
export function CallOff(props: { buffer: BufferView; run: ((command: Command) => void) | null; onClose: () => void }) {
  const { buffer, run, onClose } = props;
  const t = useT();
  const [reason, setReason] = useState('');
  return (
    <Dialog title={t('buf.callOff.title')} closeLabel={t('common.close')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run?.({ type: 'buffer.cancel', bufferId: buffer.id, reason: reason.trim() });
          onClose();
        }}
      >
        <p className="t2">{t('buf.callOff.what')}</p>
        <Field
          label={t('buf.callOff.reason')}
          maxLength={200}
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="row buf-buttons">
          <Button type="submit" disabled={run === null || reason.trim() === ''}>
            {t('buf.callOff.send')}
          </Button>
          <Button kind="primary" onClick={onClose}>
            {t('buf.callOff.keep')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
