// Which combinations of wildcard patterns a text can match at once. Exact: the patterns run side by side, as one automaton, over every text that
// there is, and each state that it can end in is one combination. Pure.

import { compilePattern } from "../patterns.ts";

/** LIMIT: steps of the automaton, about a second of work. Policies as people write them need some ten thousand; a hostile one gets no answer. */
const MOST_STEPS = 2_000_000;

/** LIMIT: where many pairs are asked about. */
const MOST_STEPS_OF_A_PAIR = 20_000;

const ANY = -1;
const ONE = -2;
/** Behind the last unit of a pattern. */
const END = -3;

/**
 * All combinations, each as one character a pattern: "1" where the pattern matches. Undefined where that is too much to tell. Patterns
 * have "*" for any run of characters and "?" for one.
 */
export function signatures(patterns: readonly string[], mostSteps = MOST_STEPS): ReadonlySet<string> | undefined {
  const units: number[] = [];
  /** By position: the pattern that ends there. */
  const ends = new Map<number, number>();
  const starts: number[] = [];
  for (const [index, pattern] of patterns.entries()) {
    starts.push(units.length);
    for (const character of pattern.split("")) {
      units.push(character === "*" ? ANY : character === "?" ? ONE : character.charCodeAt(0));
    }
    ends.set(units.length, index);
    units.push(END);
  }
  const letters = alphabetOf(units);

  /** "*" may also stand for nothing: whoever is before it is behind it as well. */
  const close = (positions: Iterable<number>): readonly number[] => {
    const closed = new Set<number>();
    for (let position of positions) {
      closed.add(position);
      while (units[position] === ANY) closed.add(++position);
    }
    return [...closed].sort((one, other) => one - other);
  };
  const signatureOf = (state: readonly number[]): string => {
    const matched = new Set(state.flatMap((position) => ends.get(position) ?? []));
    return patterns.map((_, index) => (matched.has(index) ? "1" : "0")).join("");
  };

  const first = close(starts);
  const seen = new Set([first.join()]);
  const found = new Set<string>();
  const open: (readonly number[])[] = [first];
  let steps = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    found.add(signatureOf(state));
    steps += (state.length + 1) * letters.length;
    if (steps > mostSteps) return undefined;
    for (const letter of letters) {
      const next = new Set<number>();
      for (const position of state) {
        const unit = units[position];
        if (unit === ANY) next.add(position);
        else if (unit === ONE || unit === letter) next.add(position + 1);
      }
      const closed = close(next);
      const key = closed.join();
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(closed);
    }
  }
  return found;
}

/** The letters of the patterns, and one that is in none of them and stands for all others. */
function alphabetOf(units: readonly number[]): readonly number[] {
  const letters = new Set(units.filter((unit) => unit >= 0));
  let other = 0xffff;
  while (letters.has(other)) other -= 1;
  return [...letters, other];
}

/** True if every text that matches `inner` matches `outer`; false also where that is too much to tell. */
export function isWithin(inner: string, outer: string): boolean {
  if (inner === outer || outer === "*") return true;
  // Most questions need no automaton.
  if (!/[*?]/.test(outer)) return false;
  const { matches } = compilePattern(outer, { hasVariables: false });
  const isMeant = (text: string): boolean => matches(text, () => undefined);
  if (!/[*?]/.test(inner)) return isMeant(inner);
  const [shortest, other] = ["", "\u0001"].map((run) => inner.replaceAll("*", run).replaceAll("?", "\u0001"));
  if (!isMeant(shortest ?? "") || !isMeant(other ?? "")) return false;
  return signatures([inner, outer], MOST_STEPS_OF_A_PAIR)?.has("10") === false;
}

/** True if some text matches both patterns. */
export function overlaps(one: string, other: string): boolean {
  // By the ends of both, from nothing to all: may what is left of the one and what is left of the other be the same text?
  let below: boolean[] = [];
  for (let at = one.length; at >= 0; at -= 1) {
    const row: boolean[] = [];
    for (let index = other.length; index >= 0; index -= 1) {
      const [unit, another] = [one.charAt(at), other.charAt(index)];
      if (unit === "" && another === "") row[index] = true;
      else if (unit === "*") row[index] = below[index] === true || row[index + 1] === true;
      else if (another === "*") row[index] = row[index + 1] === true || below[index] === true;
      else
        row[index] =
          unit !== "" &&
          another !== "" &&
          (unit === another || unit === "?" || another === "?") &&
          below[index + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}
