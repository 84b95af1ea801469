// The name that somebody may have meant.

/** The known name within two changes of a letter, if there is one and no other is as near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length < 4) return undefined;
  let best: string | undefined;
  let bestDistance = 3;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > 2) continue;
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
    else if (distance === bestDistance) best = undefined;
  }
  return best;
}

/** How many letters must be added, left out or changed. */
function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at += 1) {
    const row = [at];
    for (let index = 1; index <= other.length; index += 1) {
      const change = one.charAt(at - 1) === other.charAt(index - 1) ? 0 : 1;
      row.push(Math.min((previous[index] ?? 0) + 1, (row[index - 1] ?? 0) + 1, (previous[index - 1] ?? 0) + change));
    }
    previous = row;
  }
  return previous[other.length] ?? 0;
}
