// Guessing passwords takes longer and longer. AWS: "Lockout behavior for failed sign-in attempts": after five failures a second,
// twice as long after each further one, up to about fifteen minutes.

import type { YardContext } from "../../../service/context.ts";
import { tooManyFailures } from "../errors.ts";
import type { UserRecord } from "../records.ts";
import { type Located, updateUser } from "../users/users.ts";

const FREE_FAILURES = 5;
const LONGEST_MS = 15 * 60_000;

/** Throws NotAuthorizedException while the user is locked out. */
export function requireNotLocked(yard: YardContext, { failures }: UserRecord): void {
  if (failures !== undefined && failures.lockedUntilMs > yard.clock.nowMs()) throw tooManyFailures();
}

/** Notes a wrong password. */
export function noteFailure(yard: YardContext, located: Located): void {
  updateUser(yard, located, (user) => {
    const count = (user.failures?.count ?? 0) + 1;
    const waitMs = count < FREE_FAILURES ? 0 : Math.min(LONGEST_MS, 1000 * 2 ** (count - FREE_FAILURES));
    return { ...user, failures: { count, lockedUntilMs: yard.clock.nowMs() + waitMs } };
  });
}
