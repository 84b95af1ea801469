// What only the values of conditions show: references to resources that are left out.

import type { Positions } from "./parse.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { referencesIn } from "./references.ts";
import type { Template } from "./template.ts";

/** References, in what is deployed, to resources whose condition does not hold. */
export function validateConditions(
  template: Template,
  positions: Positions,
  conditions: ReadonlyMap<string, boolean>,
): Problem[] {
  const isLeftOut = (condition: string | undefined): boolean =>
    condition !== undefined && conditions.get(condition) === false;
  const check = (value: unknown, block: string): Problem[] =>
    referencesIn(value, conditions)
      .filter(({ kind, name }) => kind !== "condition" && isLeftOut(template.resources.get(name)?.condition))
      .map(({ name, owner, member }) =>
        problem({
          code: "TEMPLATE_REFERENCE_LEFT_OUT",
          summary: "A name refers to a resource that its condition leaves out.",
          detail: `"${name}" is not made because its condition does not hold, but it is referred to. Use Fn::If with the same condition here.`,
          awsMessage: `Template format error: Unresolved resource dependencies [${name}] in the ${block} block of the template`,
          position: positions.of(owner, member),
        }),
      );
  const resources = [...template.resources.values()].filter(({ condition }) => !isLeftOut(condition));
  const outputs = [...template.outputs.values()].filter(({ condition }) => !isLeftOut(condition));
  return [
    ...resources.flatMap(({ properties }) => check(properties, "Resources")),
    ...outputs.flatMap(({ value, exportName }) => check([value, exportName], "Outputs")),
  ];
}
