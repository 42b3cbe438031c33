import type { ReactNode } from 'react';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Select, type SelectProps } from '../ui/field.js';

interface Props {
  readonly title: string;
  readonly submitLabel: string;
  /** Something is missing that it can't be sent without. */
  readonly isIncomplete?: boolean;
  readonly isBusy?: boolean;
  /** Why what was sent was not granted. */
  readonly refusal?: string | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** What else can be done here, at the end of the line of buttons. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

/** A window over the roster with fields in it: one way in, one way out, and the word of whoever refuses between them. */
export function FormWindow({
  title,
  submitLabel,
  isIncomplete = false,
  isBusy = false,
  refusal,
  onSubmit,
  onClose,
  more,
  children,
}: Props) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={title} closeLabel={t('common.close')}>
      <form
        className="rs-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isIncomplete && !isBusy) onSubmit();
        }}
      >
        {children}
        {refusal != null && (
          <p className="c-breach" role="alert">
            {refusal}
          </p>
        )}
        <footer className="rs-form-end">
          <Button type="submit" kind="primary" disabled={isIncomplete || isBusy}>
            {isBusy ? t('roster.sending') : submitLabel}
          </Button>
          <Button onClick={onClose}>{t('roster.cancel')}</Button>
          <span className="grow" />
          {more}
        </footer>
      </form>
    </Dialog>
  );
}

/** A choice among the fields of such a window. */
export function Choice<V extends string>(props: Pick<SelectProps<V>, 'label' | 'value' | 'options' | 'onChange'>) {
  return (
    <div>
      <Select {...props} showLabel className="lg" />
    </div>
  );
}
