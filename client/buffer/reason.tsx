import { Lock } from 'lucide-react';
import { useState } from 'react';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { openReason } from './api.js';

/** Whether there is a reason, and whether it is for us. Opened only on purpose: the agent sees who did. */
export function Reason({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const [text, setText] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const open = () =>
    void openReason(buffer.id).then((answer) => {
      setFailed(!answer.ok);
      if (answer.ok) setText(answer.value.text);
    });
  if (!buffer.hasReason) return null;
  return (
    <div className="buf-reason s12">
      <p className="row">
        <Lock className="i sm" aria-hidden="true" />
        <span className="grow">{t(buffer.isReasonShared ? 'buf.reason.shared' : 'buf.reason.private')}</span>
        {buffer.isReasonShared && text === null && (
          <Button size="small" kind="quiet" onClick={open}>
            {t('buf.reason.open')}
          </Button>
        )}
      </p>
      {hasFailed && <p role="alert">{t('buf.reason.failed')}</p>}
      {text !== null && <blockquote>{text}</blockquote>}
    </div>
  );
}
