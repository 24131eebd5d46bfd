/** What a person has said so far of one near match. */
export type GroupChoice = { base: number; together: ReadonlyMap<number, boolean> };

export type Choices = ReadonlyMap<number, GroupChoice>;

type Group = { no: number; rows: { id: number; seen: string }[] };

/** The first row is the base until somebody says otherwise. */
export function choiceOf(choices: Choices, group: Group): GroupChoice {
  return choices.get(group.no) ?? { base: group.rows[0]?.id ?? 0, together: new Map() };
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

/** A former base joins the new one, as everybody joined it. */
export function withBase(choices: Choices, group: Group, base: number): Choices {
  const choice = choiceOf(choices, group);
  if (choice.base === base) return choices;
  const together = new Map([...choice.together, [choice.base, true] as const]);
  together.delete(base);
  return put(choices, group, { base, together });
}

/** Groups with at least one answer; a row without one is asked about again. */
export function answersOf(choices: Choices, groups: readonly Group[]) {
  return groups.flatMap((group) => {
    const { base, together } = choiceOf(choices, group);
    const members = [...together].map(([shipmentId, isTogether]) => ({
      shipmentId,
      together: isTogether,
    }));
    const leavesOpen = members.length < group.rows.length - 1;
    const seen = group.rows.map((row) => row.seen);
    return members.length > 0 ? [{ baseShipmentId: base, members, leavesOpen, seen }] : [];
  });
}

function put(choices: Choices, group: Group, choice: GroupChoice): Choices {
  return new Map([...choices, [group.no, choice]]);
}
