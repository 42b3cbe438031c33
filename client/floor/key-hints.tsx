import type { MessageKey } from '../i18n/catalog.js';
import { useT } from '../i18n/provider.js';
import { KeyCap } from '../ui/feedback.js';

/** The keys that matter here, at the foot of the panel. */
export function KeyHints({ keys }: { keys: readonly (readonly [key: string, what: MessageKey])[] }) {
  const t = useT();
  return (
    <div className="floor-keys" aria-hidden="true">
      {keys.map(([key, what]) => (
        <span key={key}>
          <KeyCap>{key}</KeyCap>
          {t(what)}
        </span>
      ))}
    </div>
  );
}
