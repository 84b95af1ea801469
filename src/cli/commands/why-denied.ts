// `stackyard why-denied [REQUEST_ID]`: which statements were considered when a call was denied, what of them did not fit, and the
// smallest statement that would have allowed it.

import { OperatorError } from "../../kernel/errors.ts";
import type { ConditionView, Explanation, LayerView, StatementView } from "../../iam/explain.ts";
import { controlOf, requireServer, stateFolder } from "../connection.ts";
import { pc, print, printJson } from "../terminal.ts";

/** As the control API tells it. */
type Denial = Explanation & { readonly requestId?: string; readonly atMs: number };

/** Runs the command: for one request, or for the latest denials of all. */
export async function runWhyDenied(
  requestId: string | undefined,
  options: { readonly json?: boolean; readonly last?: string },
): Promise<void> {
  const limit = Number(options.last ?? (requestId === undefined ? 1 : 100));
  if (!Number.isInteger(limit) || limit < 1) {
    throw new OperatorError({
      code: "ERR_USAGE",
      message: `--last is a number of denials, but got "${options.last}".`,
      hints: ["stackyard why-denied --last 5"],
    });
  }
  const control = await controlOf(requireServer(stateFolder()));
  const denials = (await control.explainDenials({ requestId, limit })) as unknown as readonly Denial[];
  if (options.json === true) {
    printJson(denials);
    return;
  }
  if (denials.length > 0) print(denials.map(describeDenial).join("\n\n"));
  else if (requestId === undefined) print("Nothing was denied since the server started.");
  else {
    throw new OperatorError({
      code: "ERR_NO_DENIAL",
      message: `No denial of a request "${requestId}" is known. The server remembers the last 200, until it stops.`,
      hints: ["stackyard why-denied --last 10"],
    });
  }
}

function describeDenial(denial: Denial): string {
  const { principal, action, resource, layers, suggestions, requestId, atMs } = denial;
  const request = requestId === undefined ? "" : `, request ${requestId}`;
  return [
    `${pc.bold(action)} on ${pc.bold(resource)}`,
    `was denied to ${principal}`,
    pc.dim(`at ${new Date(atMs).toISOString()}${request}`),
    "",
    ...layers.flatMap(describeLayer),
    "",
    ...(suggestions.length === 0
      ? ["A statement denies it: nothing that is added allows it. Narrow that statement, or take it away."]
      : suggestions.flatMap(({ to, statement }, index) => [
          `${index === 0 ? "It would be allowed with" : "and with"} this statement in ${to}:`,
          JSON.stringify(statement, undefined, 2),
        ])),
  ].join("\n");
}

const LAYERS: Readonly<Record<LayerView["layer"], string>> = {
  "service-control": "Service control policies",
  "resource-control": "Resource control policies",
  identity: "Identity policies",
  boundary: "Permissions boundary",
  session: "Session policies",
  resource: "Policy of the resource",
};
const SAYS: Readonly<Record<LayerView["says"], string>> = {
  allow: pc.green("allow it"),
  deny: pc.red("deny it"),
  nothing: pc.yellow("do not allow it"),
};

function describeLayer({ layer, says, policies, others, statements }: LayerView): string[] {
  const counts = [
    count(policies, "policy", "policies"),
    ...(others > 0 ? [`${count(others, "statement", "statements")} about other actions`] : []),
  ];
  return [
    `${LAYERS[layer]} ${SAYS[says]} ${pc.dim(`(${counts.join(", ")})`)}`,
    ...statements.map((statement) => `  ${describeStatement(statement)}`),
  ];
}

function describeStatement(view: StatementView): string {
  const { policy, statement, effect, applies } = view;
  const name = `${typeof statement === "number" ? `statement ${statement + 1}` : statement} of ${policy}`;
  const verb = effect === "Deny" ? "denies" : "allows";
  if (applies) return `${name}: ${verb} it`;
  return `${name}: ${verb} the action, but ${misfits(view).join(", and ")}`;
}

function misfits({ isPrincipal, isResource, resources, conditions }: StatementView): string[] {
  return [
    ...(isPrincipal ? [] : ["not to this principal"]),
    ...(isResource ? [] : [`on ${resources.join(", ")}`]),
    ...conditions.filter(({ holds }) => !holds).map(describeCondition),
  ];
}

function describeCondition({ operator, key, wanted, found }: ConditionView): string {
  const has = found === undefined ? "does not have it" : `has ${[found].flat().join(", ")}`;
  return `only if ${key} ${operator} ${wanted.join(" or ")} (the request ${has})`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
