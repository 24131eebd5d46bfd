'use client';

import { useRef, useState } from 'react';
import type { Action } from '@/lib/action';
import { newId } from '../new-id';
import { useCall } from './use-call';

const PAUSES_MS = [500, 2_000];

type Scans<Value> = {
  action: Action<Value>;
  /** Takes an answer in; what it returns is a complaint. */
  onAnswer: (value: Value, code: string) => string | undefined;
  /** Every scan has its answer. */
  onAllAnswered?: () => void;
};

/**
 * Scans as fast as they come: each is sent at once, they are answered in their order, and a complaint
 * stays until it is put away, whatever is scanned after it.
 */
export function useScans<Value>({ action, onAnswer, onAllAnswered }: Scans<Value>) {
  const call = useCall(action);
  const unanswered = useRef(0);
  const [waiting, setWaiting] = useState(0);
  const [complaints, setComplaints] = useState<string[]>([]);

  async function scan(code: string, input: FormData | Record<string, unknown>) {
    unanswered.current += 1;
    setWaiting(unanswered.current);
    const result = await untilAnswered(input);
    unanswered.current -= 1;
    setWaiting(unanswered.current);
    const complaint = result.ok ? onAnswer(result.value, code) : refusalOf(result);
    if (complaint) setComplaints((before) => [...before, complaintOf(code, complaint)]);
    if (unanswered.current === 0) onAllAnswered?.();
  }

  /** Asked again under the same id, what was lost on its way is done once. */
  async function untilAnswered(input: FormData | Record<string, unknown>) {
    const requestId = newId();
    for (const pauseMs of PAUSES_MS) {
      const result = await call(input, requestId);
      if (result.isAnswered) return result;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return call(input, requestId);
  }

  return { scan, waiting, complaints, putAway: () => setComplaints([]) };
}

const complaintOf = (code: string, said: string): string =>
  said.includes(code) ? said : `${code}: ${said}`;

/** What has come before was counted then, though nobody heard of it. */
const refusalOf = ({ isRepeated, message }: { isRepeated?: boolean; message: string }) =>
  isRepeated ? undefined : message;
