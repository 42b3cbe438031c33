import { DropdownMenu } from 'radix-ui';
import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react';
import { Glyph } from './glyph.js';

export interface MenuProps {
  readonly trigger: ReactElement<ButtonProps>;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly className?: string;
}
type ButtonProps = Pick<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'onKeyDown' | 'aria-haspopup' | 'aria-expanded'>;

/**
 * A menu under its button, open from the beginning: it is fetched when somebody first asks for one (`menu.tsx`). Not modal: a modal
 * one would write a style element into the page to lock scrolling, which the content security policy forbids.
 */
export function Menu({ trigger, children, align = 'end', className }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={className === undefined ? 'menu' : `menu ${className}`}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({ onSelect, children, disabled = false }: { onSelect: () => void; children: ReactNode; disabled?: boolean }) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onSelect} disabled={disabled}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuChoice<V extends string>(props: {
  label: string;
  value: V;
  options: readonly { readonly value: V; readonly label: string; readonly lang?: string }[];
  onChange: (value: V) => void;
}) {
  return (
    <DropdownMenu.RadioGroup value={props.value} onValueChange={(value) => props.onChange(value as V)} aria-label={props.label}>
      {props.options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} className="menu-item" value={option.value} lang={option.lang}>
          <span className="tick">
            <DropdownMenu.ItemIndicator>
              <Glyph name="tick" size="sm" />
            </DropdownMenu.ItemIndicator>
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** One of many that may be chosen together: the menu stays open. */
export function MenuCheck({ checked, onChange, children }: { checked: boolean; onChange: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.CheckboxItem
      className="menu-item"
      checked={checked}
      onSelect={(event) => event.preventDefault()}
      onCheckedChange={onChange}
    >
      <span className="tick">
        <DropdownMenu.ItemIndicator>
          <Glyph name="tick" size="sm" />
        </DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.CheckboxItem>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>
);
export const MenuSeparator = () => <DropdownMenu.Separator className="menu-sep" />;
