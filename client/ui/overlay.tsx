import { X } from 'lucide-react';
import { Dialog as RadixDialog, Popover as RadixPopover, Tabs as RadixTabs, Tooltip as RadixTooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.js';

/**
 * A window over the page. Focus stays inside, `Esc` closes it. The scrim is ours: the library's own would write a style
 * element into the page, which the content security policy forbids.
 */
export function Dialog(props: { open: boolean; onClose: () => void; title: string; closeLabel: string; children: ReactNode }) {
  return (
    <RadixDialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <RadixDialog.Portal>
        <div className="scrim" aria-hidden="true" />
        <RadixDialog.Content className="dialog" aria-describedby={undefined}>
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

/** Something to read beside what it is about. `open` and `onOpenChange` only where another part controls it. */
export function Popover(props: {
  trigger: ReactNode;
  label: string;
  children: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const control = props.open === undefined ? {} : { open: props.open };
  const listen = props.onOpenChange === undefined ? {} : { onOpenChange: props.onOpenChange };
  return (
    <RadixPopover.Root {...control} {...listen}>
      <RadixPopover.Trigger asChild>{props.trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content className="pop" aria-label={props.label} side={props.side ?? 'bottom'} sideOffset={6} collisionPadding={8}>
          {props.children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

/** Once around the application. */
export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <RadixTooltip.Provider delayDuration={400}>{children}</RadixTooltip.Provider>
);

export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content className="tip" sideOffset={6} collisionPadding={8}>
          {text}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}

export function Tabs<V extends string>(props: {
  label: string;
  value: V;
  onChange: (value: V) => void;
  tabs: readonly { readonly value: V; readonly label: string; readonly content: ReactNode }[];
}) {
  return (
    <RadixTabs.Root value={props.value} onValueChange={(value) => props.onChange(value as V)}>
      <RadixTabs.List className="tabs-list" aria-label={props.label}>
        {props.tabs.map((tab) => (
          <RadixTabs.Trigger key={tab.value} className="tab" value={tab.value}>
            {tab.label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {props.tabs.map((tab) => (
        <RadixTabs.Content key={tab.value} value={tab.value}>
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
