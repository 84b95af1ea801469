// Keeps out of drift results what events do not show either: values of NoEcho parameters and of dynamic references.

import { isRecord, isSame } from "../template/values.ts";
import type { Difference } from "./compare.ts";

const MASK = "****";

/**
 * A live value with its secrets masked: where the real expected value is not the one that is shown, a live value that equals it is
 * shown as that one is, and any other as "****".
 */
export function maskSecrets(live: unknown, real: unknown, shown: unknown): unknown {
  if (isSame(real, shown)) return live;
  if (isSame(live, real)) return shown;
  if (isRecord(live) && isRecord(real) && isRecord(shown)) {
    return Object.fromEntries(
      Object.entries(live).map(([name, value]) => [name, maskSecrets(value, real[name], shown[name])]),
    );
  }
  if (Array.isArray(live) && Array.isArray(real) && Array.isArray(shown)) {
    // Services have orders of their own, so a drifted item may be any of the template's: it is masked whole.
    return live.map((value: unknown) => {
      const index = real.findIndex((item) => isSame(item, value));
      return index === -1 ? MASK : (shown[index] as unknown);
    });
  }
  return MASK;
}

/** A difference with its secrets masked. */
export function maskDifference(difference: Difference, real: unknown, shown: unknown): Difference {
  const property = difference.path.slice(0, 1);
  if (isSame(valueAt(real, property), valueAt(shown, property))) return difference;
  const [inReal, inShown] = [valueAt(real, difference.path), valueAt(shown, difference.path)];
  const { expected, actual } = difference;
  const isElsewhere = !isSame(inReal, expected);
  if (isElsewhere) {
    return {
      ...difference,
      expected: expected === undefined ? undefined : MASK,
      actual: actual === undefined ? undefined : MASK,
    };
  }
  if (isSame(inReal, inShown)) return difference;
  return {
    ...difference,
    expected: expected === undefined ? undefined : maskSecrets(expected, inReal, inShown),
    actual: actual === undefined ? undefined : maskSecrets(actual, inReal, inShown),
  };
}

function valueAt(value: unknown, path: Difference["path"]): unknown {
  return path.reduce<unknown>((inner, part) => {
    if (Array.isArray(inner)) return inner[Number(part)] as unknown;
    return isRecord(inner) ? inner[part] : undefined;
  }, value);
}
