import type { ButtonHTMLAttributes, Ref } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once per view; `act-now` only beside what is past its limit. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'act-now';
  size?: 'normal' | 'small' | 'wide';
  /** Holds an icon alone; `aria-label` is then required by whoever reads the screen aloud. */
  iconOnly?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const KIND = { primary: 'pri', secondary: '', quiet: 'quiet', 'act-now': 'hot' };
const SIZE = { normal: '', small: 'sm', wide: 'wide' };

export function Button({ kind = 'secondary', size = 'normal', iconOnly = false, className, type = 'button', ...rest }: ButtonProps) {
  const classes = ['btn', KIND[kind], SIZE[size], iconOnly ? 'ic' : '', className].filter(Boolean).join(' ');
  return <button type={type} className={classes} {...rest} />;
}
