// Statements that let somebody pass any role, or have service-linked roles made, to an extent that was hardly meant.

import { compilePattern } from "../patterns.ts";
import type { IssueCode } from "./catalogue.ts";
import type { Check, Place, StatementView, TextPart } from "./policy-view.ts";

/** What there is to be said of an action, by what of a statement leaves it open. */
interface Codes {
  readonly notActionAndNotResource: IssueCode;
  readonly notResource: IssueCode;
  readonly starInActionAndNotResource: IssueCode;
  readonly starInActionAndResource: IssueCode;
  readonly starInResource: IssueCode;
  readonly starInResourceAndNotAction: IssueCode;
}

const PASS_ROLE: Codes = {
  notActionAndNotResource: "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
  notResource: "PASS_ROLE_WITH_NOT_RESOURCE",
  starInActionAndNotResource: "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
  starInActionAndResource: "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
  starInResource: "PASS_ROLE_WITH_STAR_IN_RESOURCE",
  starInResourceAndNotAction: "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
};

const CREATE_SLR: Codes = {
  notActionAndNotResource: "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
  notResource: "CREATE_SLR_WITH_NOT_RESOURCE",
  starInActionAndNotResource: "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
  starInActionAndResource: "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
  starInResource: "CREATE_SLR_WITH_STAR_IN_RESOURCE",
  starInResourceAndNotAction: "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
};

export const checkHandingOn: Check = ({ type, statements }, report) => {
  if (type !== "IDENTITY_POLICY") return;
  for (const statement of statements) {
    if (statement.effect !== "Allow") continue;
    const keys = new Set(statement.conditions.map(({ key }) => key.toLowerCase()));
    for (const [action, key, codes] of [
      ["iam:passrole", "iam:passedtoservice", PASS_ROLE],
      ["iam:createservicelinkedrole", "iam:awsservicename", CREATE_SLR],
    ] as const) {
      if (keys.has(key)) continue;
      const found = judge(statement, action, codes);
      if (found !== undefined) report(found.code, found.places);
    }
  }
};

function judge(
  statement: StatementView,
  action: string,
  codes: Codes,
): { code: IssueCode; places: readonly Place[] } | undefined {
  const matches = ({ text }: TextPart): boolean =>
    compilePattern(text.toLowerCase(), { hasVariables: false }).matches(action, () => undefined);
  const notAction = statement.element("NotAction");
  const named = statement.texts("Action").filter(matches);
  const isMeant = notAction === undefined ? named.length > 0 : !statement.texts("NotAction").some(matches);
  if (!isMeant) return undefined;
  // An action that is named is meant; wildcards are at fault only where it is not.
  const isNamed = named.some(({ text }) => text.toLowerCase() === action);
  const notResource = statement.element("NotResource");
  if (notResource !== undefined) {
    if (notAction !== undefined) return { code: codes.notActionAndNotResource, places: [notAction, notResource] };
    const code = isNamed ? codes.notResource : codes.starInActionAndNotResource;
    return { code, places: [...named, notResource] };
  }
  const open = statement.texts("Resource").filter(({ text }) => isOpen(text));
  if (open.length === 0) return undefined;
  if (notAction !== undefined) return { code: codes.starInResourceAndNotAction, places: [notAction, ...open] };
  return { code: isNamed ? codes.starInResource : codes.starInActionAndResource, places: [...named, ...open] };
}

/** Any role, or all of a path: "*", "arn:aws:iam::*:*", "arn:aws:iam::123456789012:role/*". A beginning of a name narrows it. */
function isOpen(text: string): boolean {
  if (text === "*") return true;
  const [, , service = "", , , ...rest] = text.split(":");
  return (
    compilePattern(service, { hasVariables: false }).matches("iam", () => undefined) &&
    /^(?:\*|role\/\*|role\*|r\*)$/.test(rest.join(":"))
  );
}
