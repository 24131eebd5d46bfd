/**
 * A CSV cell that starts like a formula is run by the spreadsheet that opens it, in East Asia with wide
 * signs too. A leading quote stops that; a negative number stays a number.
 */
export function guardFormula(text: string): string {
  return formulaStart.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}

/** Undoes guardFormula and what people do to keep their zeros: ="0123" and '0123. */
export function unguardFormula(text: string): string {
  // Nearly all cells: a pattern each would be felt.
  if (text[0] !== '=' && text[0] !== "'") return text;
  const asFormula = /^="([^"]*)"$/.exec(text)?.[1];
  if (asFormula !== undefined) return asFormula;
  const rest = text.startsWith("'") ? text.slice(1) : '';
  return formulaStart.test(rest) || /^\d+$/.test(rest) ? rest : text;
}

const formulaStart = /^[=+\-@|\t\r\n＝＋－＠]/;
