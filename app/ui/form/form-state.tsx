'use client';

import { createContext, useContext } from 'react';

type FormState = {
  pending: boolean;
  /** By the name of the field they are about. */
  errors: Record<string, string>;
  /** What no field shows. */
  failure?: string;
};

/** What the form around a field knows of its last try. */
export const FormStateContext = createContext<FormState>({ pending: false, errors: {} });

export const useFormState = () => useContext(FormStateContext);

/** Which field an input stands in. */
export const FieldContext = createContext<{
  name: string;
  /** Of the one input inside; several that answer one question have none. */
  inputId?: string;
  messageId: string;
  isRequired?: boolean;
} | null>(null);
