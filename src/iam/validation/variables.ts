// Policy variables: their form, and where they may stand.

import type { Check, PolicyView, Report, StatementView, TextPart } from "./policy-view.ts";

export const checkVariables: Check = (policy, report) => {
  for (const statement of policy.statements) {
    for (const part of outside(statement)) {
      const [variable] = /\$\{[^}]*\}/.exec(part.text) ?? [];
      if (variable !== undefined) report("VARIABLE_UNSUPPORTED_IN_ELEMENT", part, { variable });
    }
    const inside = [
      ...statement.texts("Resource"),
      ...statement.texts("NotResource"),
      ...statement.conditions.flatMap(({ values }) => values),
    ];
    for (const part of inside) checkText(policy, part, report);
  }
};

/** Texts in which variables are none. */
function outside(statement: StatementView): readonly TextPart[] {
  return [
    ...statement.texts("Action"),
    ...statement.texts("NotAction"),
    ...statement.principals,
    ...statement.notPrincipals,
  ];
}

function checkText({ hasVariables }: PolicyView, part: TextPart, report: Report): void {
  for (const match of part.text.matchAll(/\$\{([^}]*)(\}?)/g)) {
    const [whole, inner = "", brace] = match;
    const place = {
      path: [...part.path, { substring: { start: match.index, length: whole.length } }],
      // The text begins behind its quotation mark.
      start: part.start + 1 + match.index,
      end: part.start + 1 + match.index + whole.length,
    };
    if (brace === "") {
      report("MISSING_BRACE_IN_VARIABLE", place);
      continue;
    }
    if (!hasVariables) {
      report("VARIABLE_UNSUPPORTED_IN_VERSION", place);
      continue;
    }
    const [name = "", ...fallback] = inner.split(",");
    if (name.trim() === "") report("EMPTY_VARIABLE", place);
    else if (/\s/.test(name)) report("UNSUPPORTED_SPACE_IN_VARIABLE", place);
    if (fallback.length > 0 && !/^\s*'[^']*'\s*$/.test(fallback.join(","))) report("MISSING_QUOTE_IN_VARIABLE", place);
  }
}
