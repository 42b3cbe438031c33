import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.js';

/**
 * A window over the page. Focus stays inside, `Esc` closes it. The scrim is ours: the library's own would write a style
 * element into the page, which the content security policy forbids.
 */
export function Dialog(props: {
  onClose: () => void;
  title: string;
  closeLabel: string;
  /** `bottom`: on a narrow screen it comes up from below, where the thumb is. */
  placement?: 'middle' | 'bottom';
  children: ReactNode;
}) {
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && props.onClose()}>
      <RadixDialog.Portal>
        <div className="scrim" aria-hidden="true" />
        <RadixDialog.Content className={props.placement === 'bottom' ? 'dialog is-sheet' : 'dialog'} aria-describedby={undefined}>
          <header className="dialog-h">
            <RadixDialog.Title asChild>
              <h2>{props.title}</h2>
            </RadixDialog.Title>
            <RadixDialog.Close asChild>
              <Button kind="quiet" iconOnly aria-label={props.closeLabel}>
                <X className="i" aria-hidden="true" />
              </Button>
            </RadixDialog.Close>
          </header>
          <div className="dialog-b">{props.children}</div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
