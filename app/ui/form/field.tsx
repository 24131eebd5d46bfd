'use client';

import { type ComponentProps, type ReactNode, useContext, useId } from 'react';
import { FieldContext, useFormState } from './form-state';

type FieldProps = {
  /** Of the input inside; errors of the action under this name are shown here. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Marks the label, and says so of the input. */
  isRequired?: boolean;
  children: ReactNode;
  className?: string;
};

/** A labelled input with its hint or complaint. The choices of a select are no part of its label. */
export function Field({ name, label, hint, isRequired, children, className = '' }: FieldProps) {
  const [inputId, messageId] = [useId(), useId()];
  const error = useFormState().errors[name];
  return (
    <FieldContext value={{ name, inputId, messageId, isRequired }}>
      <div className={className} data-explains={name}>
        <div className="grid gap-1">
          <label htmlFor={inputId} className="text-muted text-xs">
            {label}
            {isRequired && <RequiredMark />}
          </label>
          {children}
        </div>
        <Message id={messageId} error={error} hint={hint} />
      </div>
    </FieldContext>
  );
}

export const RequiredMark = () => (
  <span className="ml-0.5 text-bad" aria-hidden>
    *
  </span>
);

/** Several inputs that answer one question: radios, or checkboxes under one name. */
export function FieldSet({ name, label, hint, children, className = '' }: FieldProps) {
  const messageId = useId();
  const error = useFormState().errors[name];
  return (
    <FieldContext value={{ name, messageId }}>
      <fieldset
        name={name}
        className={className}
        data-explains={name}
        aria-describedby={error || hint ? messageId : undefined}
      >
        <legend className="mb-1 text-muted text-xs">{label}</legend>
        <div className="flex min-h-[30px] flex-wrap items-center gap-x-4 gap-y-1">{children}</div>
        <Message id={messageId} error={error} hint={hint} />
      </fieldset>
    </FieldContext>
  );
}

export function Message({ id, error, hint }: { id: string; error?: string; hint?: ReactNode }) {
  if (!error && !hint) return null;
  return (
    <p id={id} className={`mt-1 text-xs ${error ? 'text-bad' : 'text-faint'}`}>
      {error ?? hint}
    </p>
  );
}

/** What ties an input to the field around it. */
function useFieldProps(name: string | undefined) {
  const field = useContext(FieldContext);
  const ownName = name ?? field?.name;
  const error = useFormState().errors[ownName ?? ''];
  const isFields = field !== null && field.name === ownName;
  return {
    id: isFields ? field.inputId : undefined,
    name: ownName,
    'aria-required': (isFields && field.isRequired) || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': isFields ? field.messageId : undefined,
  };
}

export function Input({ name, className = '', ...rest }: ComponentProps<'input'>) {
  return <input {...useFieldProps(name)} {...rest} className={`input ${className}`} />;
}

export function Select({ name, className = '', ...rest }: ComponentProps<'select'>) {
  return <select {...useFieldProps(name)} {...rest} className={`input ${className}`} />;
}

export function TextArea({ name, className = '', ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea {...useFieldProps(name)} {...rest} className={`input h-auto py-1.5 ${className}`} />
  );
}

type ChoiceProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode };

export function Checkbox({ label, name, className = '', ...rest }: ChoiceProps) {
  return (
    <label className={`inline-flex items-center gap-1.5 ${className}`}>
      <input {...useFieldProps(name)} {...rest} type="checkbox" />
      {label}
    </label>
  );
}

export function Radio({ label, name, className = '', ...rest }: ChoiceProps) {
  return (
    <label className={`inline-flex items-center gap-1.5 ${className}`}>
      <input {...useFieldProps(name)} {...rest} type="radio" />
      {label}
    </label>
  );
}
