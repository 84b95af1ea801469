// What the three kinds of policies share: their ids, and the rules of names and of selections.

import type { Random } from "../../../kernel/random.ts";
import { invalidArgument } from "../errors.ts";

/** Policies have UUIDs. */
export function idOfPolicy(random: Random): string {
  return random.uuid();
}

/** The time of a record as answers have it. */
export function timeOf(ms: number): Date {
  return new Date(ms);
}

/** AWS: names have up to 128 letters, digits, hyphens and underscores. */
export function checkName(name: string | undefined): void {
  if (name === undefined || !/^[A-Za-z0-9_-]{1,128}$/.test(name))
    throw invalidArgument("The parameter Name is invalid: it has 1 to 128 letters, digits, hyphens and underscores.");
}

/** AWS: "The comment cannot be longer than 128 characters." */
export function checkComment(comment: string | undefined): void {
  if ((comment ?? "").length > 128) throw invalidArgument("The parameter Comment is too long.");
}

const WITH_NAMES = new Set(["whitelist", "allExcept", "allViewerAndWhitelistCloudFront"]);

/** Throws unless a behaviour is one that there is, with names where it needs them and without where it does not. */
export function checkSelection(
  parameter: string,
  behaviour: string | undefined,
  allowed: readonly string[],
  names: readonly string[],
): void {
  if (behaviour === undefined) return;
  if (!allowed.includes(behaviour)) throw invalidArgument(`The parameter ${parameter} is invalid.`);
  if (WITH_NAMES.has(behaviour) !== names.length > 0)
    throw invalidArgument(
      names.length > 0
        ? `The parameter ${parameter} "${behaviour}" takes no names.`
        : `The parameter ${parameter} "${behaviour}" requires at least one name.`,
    );
}
