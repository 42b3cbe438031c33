import { type InputHTMLAttributes, type Ref, type SelectHTMLAttributes, useId } from 'react';

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  /** Said under the field, and read with it. */
  hint?: string;
  invalid?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A labelled line of text. */
export function Field({ label, hint, invalid = false, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={['field lg', className].filter(Boolean).join(' ')}
        aria-invalid={invalid || undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...rest}
      />
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface SelectProps<V extends string> extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> {
  /** Read aloud; shown only when `showLabel`. */
  label: string;
  showLabel?: boolean;
  value: V;
  options: readonly { readonly value: V; readonly label: string; readonly disabled?: boolean }[];
  onChange: (value: V) => void;
}

/** The browser's own list: right on every device and for every reader. */
export function Select<V extends string>({ label, showLabel = false, value, options, onChange, className, ...rest }: SelectProps<V>) {
  const id = useId();
  return (
    <>
      <label className={showLabel ? 'label' : 'sr'} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={['field', className].filter(Boolean).join(' ')}
        value={value}
        onChange={(event) => onChange(event.target.value as V)}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </>
  );
}

/** One of a few, all of them in sight. */
export function Segmented<V extends string>(props: {
  label: string;
  value: V;
  options: readonly { readonly value: V; readonly label: React.ReactNode }[];
  onChange: (value: V) => void;
}) {
  return (
    <fieldset className="seg" style={{ margin: 0, padding: 0 }} aria-label={props.label}>
      {props.options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === props.value} onClick={() => props.onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
