'use client';

import { createContext, useContext } from 'react';

type FormState = { pending: boolean; errors: Record<string, string> };

/** What the form around a field knows of its last try. */
export const FormStateContext = createContext<FormState>({ pending: false, errors: {} });

export const useFormState = () => useContext(FormStateContext);

/** Which field an input stands in. */
export const FieldContext = createContext<{ name: string; messageId: string } | null>(null);
