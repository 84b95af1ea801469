// Names of state machines and activities. Pure.
// AWS: CreateStateMachine: which characters a name must not contain; other alphabets are right.

import { invalidName } from "./errors.ts";

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}|\u{10FFFF}/u;

/** Throws for a name that a machine or an activity must not have. */
export function requireName(name: string): void {
  if (FORBIDDEN.test(name)) throw invalidName(name);
}
