type Group = { rows: { id: number; seen: string }[] };

/** What a person has said so far of one near match, as it was seen. */
export type GroupChoice = Group & { base: number; together: ReadonlyMap<number, boolean> };

/** By what was seen, so that an answer outlives its page and is never taken for another group's. */
export type Choices = ReadonlyMap<string, GroupChoice>;

export const seenIn = (group: Group): string =>
  JSON.stringify(group.rows.map((row) => [row.id, row.seen]));

/** The first row is the base until somebody says otherwise. */
export function choiceOf(choices: Choices, group: Group): GroupChoice {
  return (
    choices.get(seenIn(group)) ?? {
      rows: group.rows,
      base: group.rows[0]?.id ?? 0,
      together: new Map(),
    }
  );
}

export function withAnswer(
  choices: Choices,
  group: Group,
  ids: number[],
  together: boolean,
): Choices {
  const choice = choiceOf(choices, group);
  const answered = ids.filter((id) => id !== choice.base).map((id) => [id, together] as const);
  return put(choices, group, { ...choice, together: new Map([...choice.together, ...answered]) });
}

/** The same answer for all rows of these groups that have none yet. */
export function withRest(choices: Choices, groups: readonly Group[], together: boolean): Choices {
  return groups.reduce((before, group) => {
    const answered = choiceOf(before, group).together;
    const open = group.rows.map((row) => row.id).filter((id) => !answered.has(id));
    return withAnswer(before, group, open, together);
  }, choices);
}

/** A former base joins the new one, as everybody joined it. */
export function withBase(choices: Choices, group: Group, base: number): Choices {
  const choice = choiceOf(choices, group);
  if (choice.base === base) return choices;
  const together = new Map([...choice.together, [choice.base, true] as const]);
  together.delete(base);
  return put(choices, group, { ...choice, base, together });
}

/** Groups of any page with at least one answer; a row without one is asked about again. */
export function answersOf(choices: Choices) {
  return [...choices.values()].flatMap(({ rows, base, together }) => {
    const members = [...together].map(([shipmentId, isTogether]) => ({
      shipmentId,
      together: isTogether,
    }));
    const leavesOpen = members.length < rows.length - 1;
    const seen = rows.map((row) => row.seen);
    return members.length > 0 ? [{ baseShipmentId: base, members, leavesOpen, seen }] : [];
  });
}

function put(choices: Choices, group: Group, choice: GroupChoice): Choices {
  return new Map([...choices, [seenIn(group), choice]]);
}
