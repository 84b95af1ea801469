// The filter of ListUsers: one attribute, equal to a text or beginning with it. Pure. AWS: ListUsers, Filter.

import { invalidParameter } from "../errors.ts";
import type { UserRecord } from "../records.ts";

const FILTERABLE: ReadonlySet<string> = new Set([
  "username",
  "email",
  "phone_number",
  "name",
  "given_name",
  "family_name",
  "preferred_username",
  "cognito:user_status",
  "status",
  "sub",
]);
// AWS: "status (called Status in the Console)": Enabled or Disabled.
const READ: Readonly<Record<string, (user: UserRecord) => string | undefined>> = {
  username: ({ username }) => username,
  "cognito:user_status": ({ status }) => status,
  status: ({ isEnabled }) => (isEnabled ? "Enabled" : "Disabled"),
  sub: ({ sub }) => sub,
};

/** Compiles a filter; without one, everybody is wanted. */
export function compileFilter(filter: string | undefined): (user: UserRecord) => boolean {
  if (filter === undefined || filter.trim() === "") return () => true;
  const [, name = "", operator, quoted = ""] = /^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  if (operator === undefined || !FILTERABLE.has(name)) throw invalidParameter(`Error while parsing filter: ${filter}`);
  const wanted = quoted.replace(/\\(.)/g, "$1");
  const read = READ[name] ?? (({ attributes }: UserRecord) => attributes[name]);
  return (user) => {
    const actual = read(user);
    return actual !== undefined && (operator === "=" ? actual === wanted : actual.startsWith(wanted));
  };
}
